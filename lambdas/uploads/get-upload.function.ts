import { uploadView } from '../../core/uploads/model/upload-view.ts';
import { visibleUpload } from '../../core/uploads/reach-upload.ts';
import { httpHandler } from '../shared/http.ts';
import { jobs, uploads } from '../shared/wiring.ts';

const deps = { uploads: uploads(), jobs: jobs() };

/** GET /uploads/{id} */
export const handler = httpHandler(async ({ caller, id }) => ({
  status: 200,
  body: uploadView(await visibleUpload(deps, caller, id)),
}));
