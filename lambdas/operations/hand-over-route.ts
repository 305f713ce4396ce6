import { handOverUploads } from '../../core/uploads/hand-over.ts';
import { answers, type Route } from '../shared/http.ts';
import { clock, jobs, uploads } from '../shared/wiring.ts';

/** POST /uploads/owners */
export const handOverUploadsRoute = (): Route => {
  const deps = { uploads: uploads(), jobs: jobs(), clock: clock() };
  return answers(({ body }) => handOverUploads(deps, body));
};
