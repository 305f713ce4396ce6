import { uploadView } from '../core/model/upload-view.ts';
import { getUpload } from '../core/use-cases/get-upload.ts';
import { httpHandler } from './shared/http.ts';
import { uploads } from './shared/wiring.ts';

const deps = { uploads: uploads() };

/** GET /uploads/{id} */
export const handler = httpHandler(async ({ caller, id }) => ({ status: 200, body: uploadView(await getUpload(deps, caller, id)) }));
