import { listJobs } from '../../core/jobs/list-jobs.ts';
import { jobView } from '../../core/jobs/model/job-view.ts';
import { answers, type Route } from '../shared/http.ts';
import { jobs } from '../shared/wiring.ts';

/** GET /jobs */
export const listJobsRoute = (): Route => {
  const deps = { jobs: jobs() };
  return answers(async ({ caller, query }) => {
    const page = await listJobs(deps, caller, query);
    return { ...page, jobs: page.jobs.map(jobView) };
  });
};
