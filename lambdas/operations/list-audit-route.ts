import { listAudit } from '../../core/operations/list-audit.ts';
import { answers, type Route } from '../shared/http.ts';
import { audit } from '../shared/wiring.ts';

/** GET /audit */
export const listAuditRoute = (): Route => {
  const deps = { audit: audit() };
  return answers(({ query }) => listAudit(deps, query));
};
