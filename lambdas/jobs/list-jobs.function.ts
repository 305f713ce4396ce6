import { listJobs } from '../../core/jobs/list-jobs.ts';
import { jobView } from '../../core/jobs/model/job-view.ts';
import { httpHandler } from '../shared/http.ts';
import { jobs } from '../shared/wiring.ts';

const deps = { jobs: jobs() };

/** GET /jobs */
export const handler = httpHandler(async ({ caller, query }) => {
  const page = await listJobs(deps, caller, query);
  return { status: 200, body: { ...page, jobs: page.jobs.map(jobView) } };
});
