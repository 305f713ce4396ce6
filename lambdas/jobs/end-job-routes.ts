import { failJob, finishJob } from '../../core/jobs/finish-job.ts';
import { jobView } from '../../core/jobs/model/job-view.ts';
import { settings } from '../shared/environment.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { jobEndPorts } from '../shared/job-end-ports.ts';

/** POST /jobs/{id}/finish */
export const finishJobRoute = (): Route => endJobRoute(finishJob);

const endJobRoute = (end: typeof finishJob): Route => {
  const deps = { ...jobEndPorts(), ...settings('usersMayKeep') };
  return byId(answers(async ({ caller, id, body }) => jobView(await end(deps, caller, id, body))));
};

/** POST /jobs/{id}/fail */
export const failJobRoute = (): Route => endJobRoute(failJob);
