import { ownerQuota } from '../../core/uploads/owner-quota.ts';
import { settings } from '../shared/environment.ts';
import { answers, type Route } from '../shared/http.ts';
import { quotaCounters } from '../shared/wiring.ts';

/** GET /quotas?ownerId= */
export const ownerQuotaRoute = (): Route => {
  const deps = { counters: quotaCounters(), ...settings('quotas') };
  return answers(({ query }) => ownerQuota(deps, query));
};
