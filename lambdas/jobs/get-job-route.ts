import { getJob } from '../../core/jobs/get-job.ts';
import { jobView } from '../../core/jobs/model/job-view.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { jobs } from '../shared/wiring.ts';

/** GET /jobs/{id} */
export const getJobRoute = (): Route => {
  const deps = { jobs: jobs() };
  return byId(answers(async ({ caller, id }) => jobView(await getJob(deps, caller, id))));
};
