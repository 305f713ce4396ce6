import { failJob, finishJob } from '../../core/jobs/finish-job.ts';
import { jobView } from '../../core/jobs/model/job-view.ts';
import { finishingJobs } from '../shared/finishing-jobs.ts';
import { httpHandler } from '../shared/http.ts';

const deps = finishingJobs();

/** POST /jobs/{id}/finish and POST /jobs/{id}/fail */
export const handler = httpHandler(async ({ caller, id, body, route }) => {
  const end = route.endsWith('/fail') ? failJob : finishJob;
  return { status: 200, body: jobView(await end(deps, caller, id, body)) };
});
