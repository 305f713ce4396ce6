import { claimSession } from '../../core/claims/claim-session.ts';
import { settings } from '../shared/environment.ts';
import { answers, type Route } from '../shared/http.ts';
import { orders } from '../shared/order-wiring.ts';
import { clock, ids, jobs, sessions, uploads } from '../shared/wiring.ts';

/** POST /sessions/claim */
export const claimSessionRoute = (): Route => {
  const deps = {
    sessions: sessions(),
    uploads: uploads(),
    orders: orders(),
    jobs: jobs(),
    ids: ids(),
    clock: clock(),
    ...settings('sessionHours'),
  };
  return answers(({ caller, body }) => claimSession(deps, caller, body));
};
