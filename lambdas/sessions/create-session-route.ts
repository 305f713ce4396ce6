import { createSession } from '../../core/sessions/create-session.ts';
import { challenged } from '../shared/challenged.ts';
import { settings } from '../shared/environment.ts';
import { answers, type Route } from '../shared/http.ts';
import { clock, ids, sessions } from '../shared/wiring.ts';

/** POST /sessions */
export const createSessionRoute = (): Route => {
  const deps = { sessions: sessions(), ids: ids(), clock: clock(), ...settings('sessionHours') };
  return challenged(answers(() => createSession(deps), 201));
};
