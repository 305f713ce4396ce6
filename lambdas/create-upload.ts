import { createUpload } from '../core/use-cases/create-upload.ts';
import { count } from './shared/counted.ts';
import { env, settings } from './shared/environment.ts';
import { httpHandler } from './shared/http.ts';
import { uploadSigner } from './shared/upload-signer.ts';
import { clock, ids, jobs, multiparts, uploads } from './shared/wiring.ts';

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
