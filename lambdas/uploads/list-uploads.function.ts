import { listUploads } from '../../core/uploads/list-uploads.ts';
import { uploadView } from '../../core/uploads/model/upload-view.ts';
import { httpHandler } from '../shared/http.ts';
import { uploads } from '../shared/wiring.ts';

const deps = { uploads: uploads() };

/** GET /uploads */
export const handler = httpHandler(async ({ caller, query }) => {
  const page = await listUploads(deps, caller, query);
  return { status: 200, body: { ...page, uploads: page.uploads.map(uploadView) } };
});
