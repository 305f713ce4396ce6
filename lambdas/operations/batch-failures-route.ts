import { batchFailures } from '../../core/bulk/list-batches.ts';
import { batches } from '../shared/batch-wiring.ts';
import { answers, byId, type Route } from '../shared/http.ts';

/** GET /batches/{id}/failures */
export const batchFailuresRoute = (): Route => {
  const deps = { batches: batches() };
  return byId(answers(({ id }) => batchFailures(deps, id)));
};
