import { getStats } from '../../core/retention/get-stats.ts';
import { answers, type Route } from '../shared/http.ts';
import { clock, stats } from '../shared/wiring.ts';

/** GET /stats */
export const getStatsRoute = (): Route => {
  const deps = { stats: stats(), clock: clock() };
  return answers(({ query }) => getStats(deps, query));
};
