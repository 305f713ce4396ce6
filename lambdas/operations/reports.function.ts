import { serveRoutes } from '../shared/serve-routes.ts';
import { getStatsRoute } from './get-stats-route.ts';

/** Routes through which operators only read. */
export const handler = serveRoutes('reports', {
  'GET /stats': getStatsRoute,
  'GET /api/upload/stats/overview': getStatsRoute,
});
