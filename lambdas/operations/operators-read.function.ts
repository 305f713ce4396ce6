import { serveRoutes } from '../shared/serve-routes.ts';
import { attentionRoute } from './attention-route.ts';
import { getStatsRoute } from './get-stats-route.ts';

/** Operators' routes that look. The function's role neither writes nor deletes. */
export const handler = serveRoutes('operators-read', {
  'GET /attention': attentionRoute,
  'GET /stats': getStatsRoute,
  'GET /api/upload/stats/overview': getStatsRoute,
});
