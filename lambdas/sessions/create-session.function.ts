import { createSession } from '../../core/sessions/create-session.ts';
import { settings } from '../shared/environment.ts';
import { httpHandler } from '../shared/http.ts';
import { clock, ids, sessions } from '../shared/wiring.ts';

const deps = { sessions: sessions(), ids: ids(), clock: clock(), ...settings('sessionHours') };

/** POST /sessions */
export const handler = httpHandler(async () => ({ status: 201, body: await createSession(deps) }));
