import { jobView } from '../core/model/job-view.ts';
import { listJobs } from '../core/use-cases/list-jobs.ts';
import { httpHandler } from './shared/http.ts';
import { jobs } from './shared/wiring.ts';

const deps = { jobs: jobs() };

/** GET /jobs */
export const handler = httpHandler(async ({ caller, query }) => {
  const page = await listJobs(deps, caller, query);
  return { status: 200, body: { ...page, jobs: page.jobs.map(jobView) } };
});
