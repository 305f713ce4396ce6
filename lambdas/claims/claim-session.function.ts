import { claimSession } from '../../core/claims/claim-session.ts';
import { settings } from '../shared/environment.ts';
import { httpHandler } from '../shared/http.ts';
import { clock, ids, jobs, orders, sessions, uploads } from '../shared/wiring.ts';

const ports = {
  sessions: sessions(),
  uploads: uploads(),
  orders: orders(),
  jobs: jobs(),
  ids: ids(),
  clock: clock(),
};
const deps = { ...ports, ...settings('sessionHours') };

/** POST /sessions/claim */
export const handler = httpHandler(async ({ caller, body }) => ({
  status: 200,
  body: await claimSession(deps, caller, body),
}));
