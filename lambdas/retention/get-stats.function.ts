import { getStats } from '../../core/retention/get-stats.ts';
import { adminOnly, httpHandler } from '../shared/http.ts';
import { clock, stats } from '../shared/wiring.ts';

const deps = { stats: stats(), clock: clock() };

/** GET /stats */
export const handler = httpHandler(
  adminOnly(async ({ query }) => ({ status: 200, body: await getStats(deps, query) })),
);
