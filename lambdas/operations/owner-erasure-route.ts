import { DynamoOwnerErasures } from '../../adapters/retention/dynamo-owner-erasures.ts';
import { ownerErasure } from '../../core/retention/owner-erasure.ts';
import { env } from '../shared/environment.ts';
import type { Route } from '../shared/http.ts';
import { dynamo } from '../shared/wiring.ts';

/** GET /owners/erasure?ownerId= */
export const ownerErasureRoute = (): Route => {
  const deps = { ownerErasures: new DynamoOwnerErasures(dynamo(), env('ERASURES_TABLE')) };
  return async ({ query }) => ({ status: 200, body: await ownerErasure(deps, query) });
};
