import { handOverUploads } from '../../core/uploads/hand-over.ts';
import type { Route } from '../shared/http.ts';
import { clock, jobs, uploads } from '../shared/wiring.ts';

/** POST /uploads/owners */
export const handOverUploadsRoute = (): Route => {
  const deps = { uploads: uploads(), jobs: jobs(), clock: clock() };
  return async ({ body }) => ({ status: 200, body: await handOverUploads(deps, body) });
};
