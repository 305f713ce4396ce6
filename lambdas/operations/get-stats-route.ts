import { getStats } from '../../core/retention/get-stats.ts';
import type { Route } from '../shared/http.ts';
import { clock, stats } from '../shared/wiring.ts';

/** GET /stats */
export const getStatsRoute = (): Route => {
  const deps = { stats: stats(), clock: clock() };
  return async ({ query }) => ({ status: 200, body: await getStats(deps, query) });
};
