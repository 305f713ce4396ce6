import { listErasures } from '../../core/retention/list-erasures.ts';
import type { Route } from '../shared/http.ts';
import { erasures } from '../shared/wiring.ts';

/** GET /erasures */
export const listErasuresRoute = (): Route => {
  const deps = { erasures: erasures() };
  return async ({ query }) => ({ status: 200, body: await listErasures(deps, query) });
};
