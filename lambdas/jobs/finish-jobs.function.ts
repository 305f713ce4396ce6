import { serveRoutes } from '../shared/serve-routes.ts';
import { auditing } from '../shared/wiring.ts';
import { failJobRoute, finishJobRoute } from './end-job-routes.ts';

/** The ends of jobs. Alone, because a job's clean-up policy may erase files. */
export const handler = serveRoutes(
  'finish-jobs',
  {
    'POST /jobs/{id}/finish': finishJobRoute,
    'POST /jobs/{id}/fail': failJobRoute,
  },
  { auditing },
);
