import { createUpload } from '../core/use-cases/create-upload.ts';
import { count } from './shared/counted.ts';
import { env, settings } from './shared/environment.ts';
import { httpHandler } from './shared/http.ts';
import { uploadSigner } from './shared/upload-signer.ts';
import { clock, ids, uploads } from './shared/wiring.ts';

const { categories, presignSeconds, temporaryDays } = settings();
const deps = {
  uploads: uploads(),
  signer: uploadSigner(),
  ids: ids(),
  clock: clock(),
  bucket: env('UPLOADS_BUCKET'),
  categories,
  presignSeconds,
  temporaryDays,
};

/** POST /uploads */
export const handler = httpHandler(async ({ caller, body }) => {
  const created = await createUpload(deps, caller, body);
  count('UploadsCreated');
  return { status: 201, body: created };
});
