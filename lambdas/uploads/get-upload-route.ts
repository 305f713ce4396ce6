import { uploadView } from '../../core/uploads/model/upload-view.ts';
import { visibleUpload } from '../../core/uploads/reach-upload.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { jobs, uploads } from '../shared/wiring.ts';

/** GET /uploads/{id} */
export const getUploadRoute = (): Route => {
  const deps = { uploads: uploads(), jobs: jobs() };
  return byId(answers(async ({ caller, id }) => uploadView(await visibleUpload(deps, caller, id))));
};
