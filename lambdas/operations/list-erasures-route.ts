import { listErasures } from '../../core/retention/list-erasures.ts';
import { answers, type Route } from '../shared/http.ts';
import { erasures } from '../shared/wiring.ts';

/** GET /erasures */
export const listErasuresRoute = (): Route => {
  const deps = { erasures: erasures() };
  return answers(({ query }) => listErasures(deps, query));
};
