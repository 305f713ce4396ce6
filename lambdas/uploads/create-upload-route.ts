import {
  type CreatedUpload,
  createUpload,
  createUploadSchema,
  signAgain,
} from '../../core/uploads/create-upload.ts';
import { count } from '../shared/counted.ts';
import { env, settings } from '../shared/environment.ts';
import type { Route } from '../shared/http.ts';
import { idempotent } from '../shared/idempotent.ts';
import { answering, clock, jobs, multiparts, uploads } from '../shared/wiring.ts';
import { inOurNames } from './older-names.ts';
import { uploadSigner } from './upload-signer.ts';

/** POST /uploads */
export const createUploadRoute = (): Route => {
  const deps = creating();
  return idempotent(
    answering(),
    async ({ caller, body, sourceIp }, ids) => {
      const created = await createUpload(
        { ...deps, ids, sourceIp },
        caller,
        inOurNames(createUploadSchema, body),
      );
      count('UploadsCreated');
      return { status: 201, body: created };
    },
    async (_request, answer) => ({
      ...answer,
      body: await signAgain(deps, answer.body as CreatedUpload),
    }),
  );
};

const creating = () => ({
  uploads: uploads(),
  jobs: jobs(),
  signer: uploadSigner(),
  multiparts: multiparts(),
  clock: clock(),
  bucket: env('UPLOADS_BUCKET'),
  ...settings(
    'categories',
    'presignSeconds',
    'temporaryDays',
    'sweepHours',
    'quotas',
    'usersMayKeep',
    'multipartBytes',
    'abortMultipartDays',
  ),
});
