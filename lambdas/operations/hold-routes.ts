import { holdUpload, listHolds, releaseUpload } from '../../core/retention/hold-upload.ts';
import { assertNoParameters } from '../../core/shared/model/parse-query.ts';
import { byId, type Route } from '../shared/http.ts';
import { clock, uploads } from '../shared/wiring.ts';

const depsOf = () => ({ uploads: uploads(), clock: clock() });

/** POST /uploads/{id}/hold */
export const holdUploadRoute = (): Route => {
  const deps = depsOf();
  return byId(async ({ caller, id, body }) => ({
    status: 200,
    body: await holdUpload(deps, caller, id, body),
  }));
};

/** DELETE /uploads/{id}/hold */
export const releaseUploadRoute = (): Route => {
  const deps = depsOf();
  return byId(async ({ id }) => {
    await releaseUpload(deps, id);
    return { status: 204 };
  });
};

/** GET /holds */
export const listHoldsRoute = (): Route => {
  const deps = { uploads: uploads() };
  return async ({ query }) => {
    assertNoParameters(query);
    return { status: 200, body: await listHolds(deps) };
  };
};
