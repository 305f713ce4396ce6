import { UploadMismatch } from '../core/errors.ts';
import { uploadView } from '../core/model/upload-view.ts';
import { completeUpload } from '../core/use-cases/complete-upload.ts';
import { count, countBytes } from './shared/counted.ts';
import { httpHandler, type Route } from './shared/http.ts';
import { clock, objects, uploads } from './shared/wiring.ts';

const deps = { uploads: uploads(), objects: objects(), clock: clock() };

const complete: Route = async ({ caller, id }) => {
  try {
    const upload = await completeUpload(deps, caller, id);
    count('UploadsCompleted');
    countBytes('BytesUploaded', upload.sizeBytes);
    return { status: 200, body: uploadView(upload) };
  } catch (error) {
    if (error instanceof UploadMismatch) count('UploadsQuarantined');
    throw error;
  }
};

/** POST /uploads/{id}/complete */
export const handler = httpHandler(complete);
