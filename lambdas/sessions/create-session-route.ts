import { createSession } from '../../core/sessions/create-session.ts';
import { challenged } from '../shared/challenged.ts';
import { settings } from '../shared/environment.ts';
import type { Route } from '../shared/http.ts';
import { clock, ids, sessions } from '../shared/wiring.ts';

/** POST /sessions */
export const createSessionRoute = (): Route => {
  const deps = { sessions: sessions(), ids: ids(), clock: clock(), ...settings('sessionHours') };
  return challenged(async () => ({ status: 201, body: await createSession(deps) }));
};
