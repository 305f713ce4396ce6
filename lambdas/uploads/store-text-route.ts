import { FileTypeSniffer } from '../../adapters/uploads/file-type-sniffer.ts';
import { S3FileWriter } from '../../adapters/uploads/s3-file-writer.ts';
import { uploadView } from '../../core/uploads/model/upload-view.ts';
import { storeText, storeTextSchema } from '../../core/uploads/store-text.ts';
import { env, settings } from '../shared/environment.ts';
import { answers, type Route } from '../shared/http.ts';
import { idempotent } from '../shared/idempotent.ts';
import { answering, clock, ids, s3, uploads } from '../shared/wiring.ts';
import { inOurNames } from './older-names.ts';

/** The ports of routes that store a file of the request itself. */
export const storePorts = () => ({
  uploads: uploads(),
  writer: new S3FileWriter(s3()),
  fileTypes: new FileTypeSniffer(),
  ids: ids(),
  clock: clock(),
  bucket: env('UPLOADS_BUCKET'),
  ...settings('categories', 'temporaryDays', 'sweepHours', 'quotas', 'scan', 'usersMayKeep'),
});

/** POST /uploads/text */
export const storeTextRoute = (): Route => {
  const deps = storePorts();
  return idempotent(
    answering(),
    answers(
      async ({ caller, body, sourceIp }, ids) =>
        uploadView(
          await storeText({ ...deps, ids, sourceIp }, caller, inOurNames(storeTextSchema, body)),
        ),
      201,
    ),
  );
};
