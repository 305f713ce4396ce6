import { listAudit } from '../../core/operations/list-audit.ts';
import type { Route } from '../shared/http.ts';
import { audit } from '../shared/wiring.ts';

/** GET /audit */
export const listAuditRoute = (): Route => {
  const deps = { audit: audit() };
  return async ({ query }) => ({ status: 200, body: await listAudit(deps, query) });
};
