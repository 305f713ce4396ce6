import { DynamoRegistrations } from '../../adapters/bulk/dynamo-registrations.ts';
import { every } from '../../adapters/bulk/every.ts';
import { S3Destination } from '../../adapters/bulk/s3-destination.ts';
import { S3Source } from '../../adapters/bulk/sources/s3.ts';
import { readBatch } from '../../core/bulk/change-batch.ts';
import { batches } from '../shared/batch-wiring.ts';
import { env } from '../shared/environment.ts';
import { clock, dynamo, s3, uploads } from '../shared/wiring.ts';

const client = s3();
const journal = batches();

/** Everything verification and rollback of one batch work with. Throws `NotFound`. */
export const bulkPorts = async (batchId: string, holder: string) => {
  const { plan } = await readBatch({ batches: journal }, batchId);
  // A verification reads no source, because its batch may be from another machine.
  const { bucket, prefix } =
    plan.source.kind === 's3' ? plan.source.options : { bucket: 'none', prefix: '' };
  return {
    batches: journal,
    clock: clock(),
    every,
    holder,
    source: new S3Source(client, { bucket, prefix }),
    destination: new S3Destination(client, {
      bucket: plan.target.bucket,
      prefix: plan.target.prefix,
    }),
    uploads: uploads(),
    registrations: new DynamoRegistrations(dynamo(), env('UPLOADS_TABLE')),
  };
};
