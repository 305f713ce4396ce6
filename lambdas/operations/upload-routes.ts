import { holdUpload, listHolds, releaseUpload } from '../../core/retention/hold-upload.ts';
import { overruleScan } from '../../core/scans/overrule-scan.ts';
import { assertNoParameters } from '../../core/shared/model/parse-query.ts';
import { uploadView } from '../../core/uploads/model/upload-view.ts';
import { env, settings } from '../shared/environment.ts';
import { byId, type Route } from '../shared/http.ts';
import { clock, objects, uploads } from '../shared/wiring.ts';

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

/** POST /uploads/{id}/overrule */
export const overruleScanRoute = (): Route => {
  const { categories } = settings('categories');
  const filesBucket = env('FILES_BUCKET');
  const deps = { uploads: uploads(), objects: objects(), clock: clock(), categories, filesBucket };
  return byId(async ({ id, body }) => ({
    status: 200,
    body: uploadView(await overruleScan(deps, id, body)),
  }));
};
