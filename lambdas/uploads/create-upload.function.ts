import { createUpload } from '../../core/uploads/create-upload.ts';
import { count } from '../shared/counted.ts';
import { env, settings } from '../shared/environment.ts';
import { httpHandler } from '../shared/http.ts';
import { clock, ids, jobs, multiparts, uploads } from '../shared/wiring.ts';
import { uploadSigner } from './upload-signer.ts';

const deps = {
  uploads: uploads(),
  jobs: jobs(),
  signer: uploadSigner(),
  multiparts: multiparts(),
  ids: ids(),
  clock: clock(),
  bucket: env('UPLOADS_BUCKET'),
  ...settings('categories', 'presignSeconds', 'temporaryDays', 'sweepHours', 'quotas', 'multipartBytes', 'abortMultipartDays'),
};

/** POST /uploads */
export const handler = httpHandler(async ({ caller, body, sourceIp }) => {
  const created = await createUpload({ ...deps, sourceIp }, caller, body);
  count('UploadsCreated');
  return { status: 201, body: created };
});
