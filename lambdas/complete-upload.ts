import { uploadView } from '../core/model/upload-view.ts';
import { completeUpload } from '../core/use-cases/complete-upload.ts';
import { httpHandler } from './shared/http.ts';
import { clock, objects, uploads } from './shared/wiring.ts';

const deps = { uploads: uploads(), objects: objects(), clock: clock() };

/** POST /uploads/{id}/complete */
export const handler = httpHandler(async ({ caller, id }) => ({ status: 200, body: uploadView(await completeUpload(deps, caller, id)) }));
