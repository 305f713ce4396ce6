import { FileTypeSniffer } from '../../adapters/uploads/file-type-sniffer.ts';
import { S3FileWriter } from '../../adapters/uploads/s3-file-writer.ts';
import type { StoreDeps } from '../../core/uploads/store-bytes.ts';
import { env, settings } from '../shared/environment.ts';
import { clock, ids, s3, uploads } from '../shared/wiring.ts';

/** What storing bytes of a request takes; the request adds its address. */
export const storing = (): Omit<StoreDeps, 'sourceIp'> => ({
  uploads: uploads(),
  writer: new S3FileWriter(s3()),
  fileTypes: new FileTypeSniffer(),
  ids: ids(),
  clock: clock(),
  bucket: env('UPLOADS_BUCKET'),
  ...settings('categories', 'temporaryDays', 'sweepHours', 'quotas', 'usersMayKeep'),
});
