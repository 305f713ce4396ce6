import { UploadMismatch } from '../../core/errors.ts';
import { completeUpload } from '../../core/uploads/complete-upload.ts';
import { uploadView } from '../../core/uploads/model/upload-view.ts';
import { count, countArrival } from '../shared/counted.ts';
import { byId, type Route } from '../shared/http.ts';
import { jobs } from '../shared/wiring.ts';
import { receivePorts } from './receive-ports.ts';

/** POST /uploads/{id}/complete */
export const completeUploadRoute = (): Route => {
  const deps = { ...receivePorts(), jobs: jobs() };
  return byId(async ({ caller, id, body }) => {
    try {
      const upload = await completeUpload(deps, caller, id, body);
      countArrival(upload);
      return { status: upload.status === 'checking' ? 202 : 200, body: uploadView(upload) };
    } catch (error) {
      if (error instanceof UploadMismatch) count('UploadsQuarantined');
      throw error;
    }
  });
};
