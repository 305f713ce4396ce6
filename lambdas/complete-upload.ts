import { UploadMismatch } from '../core/errors.ts';
import { uploadView } from '../core/model/upload-view.ts';
import { completeUpload } from '../core/use-cases/complete-upload.ts';
import { count, countArrival } from './shared/counted.ts';
import { httpHandler, type Route } from './shared/http.ts';
import { receiving } from './shared/receiving.ts';
import { jobs } from './shared/wiring.ts';

const deps = { ...receiving(), jobs: jobs() };

const complete: Route = async ({ caller, id, body }) => {
  try {
    const upload = await completeUpload(deps, caller, id, body);
    countArrival(upload);
    return { status: upload.status === 'checking' ? 202 : 200, body: uploadView(upload) };
  } catch (error) {
    if (error instanceof UploadMismatch) count('UploadsQuarantined');
    throw error;
  }
};

/** POST /uploads/{id}/complete */
export const handler = httpHandler(complete);
