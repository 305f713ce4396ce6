import { FileTypeSniffer } from '../../adapters/uploads/file-type-sniffer.ts';
import { S3FileReader } from '../../adapters/uploads/s3-file-reader.ts';
import { SqsCheckRequests } from '../../adapters/uploads/sqs-check-requests.ts';
import { checkInlineBytes } from '../../core/contract.ts';
import { env, settings } from '../shared/environment.ts';
import { roleSigning } from '../shared/role-signing.ts';
import { clock, ids, multiparts, objects, s3, uploads } from '../shared/wiring.ts';

/** Ports for taking in a file, for every event or route that reports one. */
export const receivePorts = () => ({
  uploads: uploads(),
  objects: objects(),
  multiparts: multiparts(),
  reader: new S3FileReader(s3()),
  fileTypes: new FileTypeSniffer(),
  checks: new SqsCheckRequests({ ...roleSigning(), queueUrl: env('ARRIVALS_QUEUE_URL') }),
  clock: clock(),
  ids: ids(),
  checkInlineBytes,
  ...settings('scan'),
});
