import { uploadView } from '../core/model/upload-view.ts';
import { completeUpload } from '../core/use-cases/complete-upload.ts';
import { httpHandler } from './shared/http.ts';
import { receiving } from './shared/receiving.ts';
import { jobs } from './shared/wiring.ts';

const deps = { ...receiving(), jobs: jobs() };

/** POST /uploads/{id}/complete */
export const handler = httpHandler(async ({ caller, id, body }) => {
  const upload = await completeUpload(deps, caller, id, body);
  return { status: upload.status === 'checking' ? 202 : 200, body: uploadView(upload) };
});
