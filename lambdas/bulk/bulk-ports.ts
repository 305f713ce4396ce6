import { DynamoRegistrations } from '../../adapters/bulk/dynamo-registrations.ts';
import { every } from '../../adapters/bulk/every.ts';
import { S3Destination } from '../../adapters/bulk/s3-destination.ts';
import { readBatch } from '../../core/bulk/change-batch.ts';
import { batches } from '../shared/batch-wiring.ts';
import { env } from '../shared/environment.ts';
import { clock, dynamo, s3, uploads } from '../shared/wiring.ts';
import { recordedSource } from './recorded-source.ts';

const client = s3();
const journal = batches();

/** Everything verification and rollback of one batch work with. Throws `NotFound`. */
export const bulkPorts = async (batchId: string, holder: string) => {
  const { plan } = await readBatch({ batches: journal }, batchId);
  return {
    batches: journal,
    clock: clock(),
    every,
    holder,
    source: recordedSource(client, plan),
    destination: new S3Destination(client, {
      bucket: plan.target.bucket,
      prefix: plan.target.prefix,
    }),
    uploads: uploads(),
    registrations: new DynamoRegistrations(dynamo(), env('UPLOADS_TABLE')),
  };
};
