import { handOverUploads } from '../../core/uploads/hand-over.ts';
import { adminOnly, httpHandler } from '../shared/http.ts';
import { clock, uploads } from '../shared/wiring.ts';

const deps = { uploads: uploads(), clock: clock() };

/** POST /uploads/owners */
export const handler = httpHandler(
  adminOnly(async ({ body }) => ({ status: 200, body: await handOverUploads(deps, body) })),
);
