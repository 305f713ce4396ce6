import { holdUpload, listHolds, releaseUpload } from '../../core/retention/hold-upload.ts';
import { overruleScan } from '../../core/scans/overrule-scan.ts';
import { uploadView } from '../../core/uploads/model/upload-view.ts';
import { env, settings } from '../shared/environment.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { clock, objects, uploads } from '../shared/wiring.ts';

/** POST /uploads/{id}/hold */
export const holdUploadRoute = (): Route => {
  const deps = depsOf();
  return byId(answers(({ caller, id, body }) => holdUpload(deps, caller, id, body)));
};

const depsOf = () => ({ uploads: uploads(), clock: clock() });

/** DELETE /uploads/{id}/hold */
export const releaseUploadRoute = (): Route => {
  const deps = depsOf();
  return byId(answers(({ id }) => releaseUpload(deps, id), 204));
};

/** GET /holds */
export const listHoldsRoute = (): Route => {
  const deps = { uploads: uploads() };
  return answers(() => listHolds(deps));
};

/** POST /uploads/{id}/overrule */
export const overruleScanRoute = (): Route => {
  const { categories } = settings('categories');
  const filesBucket = env('FILES_BUCKET');
  const deps = { uploads: uploads(), objects: objects(), clock: clock(), categories, filesBucket };
  return byId(answers(async ({ id, body }) => uploadView(await overruleScan(deps, id, body))));
};
