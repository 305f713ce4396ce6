import { DynamoOwnerErasures } from '../../adapters/retention/dynamo-owner-erasures.ts';
import { DynamoSessions } from '../../adapters/sessions/dynamo-sessions.ts';
import { ownerErasure } from '../../core/retention/owner-erasure.ts';
import { listClaimedSessions } from '../../core/sessions/list-claimed-sessions.ts';
import { env } from '../shared/environment.ts';
import { answers, type Route } from '../shared/http.ts';
import { dynamo } from '../shared/wiring.ts';

/** GET /owners/erasure?ownerId= */
export const ownerErasureRoute = (): Route => {
  const deps = { ownerErasures: new DynamoOwnerErasures(dynamo(), env('ERASURES_TABLE')) };
  return answers(({ query }) => ownerErasure(deps, query));
};

/** GET /sessions?ownerId= */
export const listSessionsRoute = (): Route => {
  const deps = { sessions: new DynamoSessions(dynamo(), env('SESSIONS_TABLE')) };
  return answers(({ query }) => listClaimedSessions(deps, query));
};
