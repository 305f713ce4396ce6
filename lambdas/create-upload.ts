import { S3UploadSigner } from '../adapters/s3-upload-signer.ts';
import { createUpload } from '../core/use-cases/create-upload.ts';
import { env, settings } from './shared/environment.ts';
import { httpHandler } from './shared/http.ts';
import { clock, ids, uploads } from './shared/wiring.ts';

const { categories, presignSeconds, temporaryDays } = settings();
const signer = S3UploadSigner.fromEnvironment(process.env);
const deps = {
  uploads: uploads(),
  signer,
  ids: ids(),
  clock: clock(),
  bucket: env('UPLOADS_BUCKET'),
  categories,
  presignSeconds,
  temporaryDays,
};

/** POST /uploads */
export const handler = httpHandler(async ({ caller, body }) => ({ status: 201, body: await createUpload(deps, caller, body) }));
