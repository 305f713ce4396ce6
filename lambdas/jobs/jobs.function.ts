import { serveRoutes } from '../shared/serve-routes.ts';
import { createJobRoute } from './create-job-route.ts';
import { getJobRoute } from './get-job-route.ts';
import { listJobsRoute } from './list-jobs-route.ts';

/** Processing jobs, from their creation to the worker's result. */
export const handler = serveRoutes('jobs', {
  'POST /jobs': createJobRoute,
  'GET /jobs': listJobsRoute,
  'GET /jobs/{id}': getJobRoute,
});
