import { SystemClock } from '../../adapters/aws/system-clock.ts';
import { DynamoBatches } from '../../adapters/bulk/journal/dynamo-batches.ts';
import { DynamoIntegrityRuns } from '../../adapters/operations/dynamo-integrity-runs.ts';
import { DynamoRegisteredFiles } from '../../adapters/operations/dynamo-registered-files.ts';
import { DynamoOrders } from '../../adapters/orders/dynamo-orders.ts';
import { ReplicatedObjects } from '../../adapters/storage/replicated-objects.ts';
import { S3KeptVersions } from '../../adapters/storage/s3-kept-versions.ts';
import { S3Objects } from '../../adapters/storage/s3-objects.ts';
import { DynamoUploads } from '../../adapters/uploads/dynamo-uploads.ts';
import { type Access, s3ClientOf } from '../aws-access.ts';
import { openTables } from '../open-stage.ts';
import type { Settings } from '../settings.ts';

/** Storage and all records of the stage, to compare them. Throws `CommandProblem`. */
export const openOrphans = async (settings: Settings) => {
  const { resources, access, documents, close } = await openTables(settings);
  const s3 = await s3ClientOf(access);
  const { batchesTable, uploadsTable, ordersTable, statsTable, filesBucket } = resources;
  const clock = new SystemClock();
  // Nothing is copied here.
  const whole = { multipartCopyBytes: Number.MAX_SAFE_INTEGER };
  const here = new S3Objects(s3, whole);
  const there = resources.replica && (await openReplica(access, resources.replica));
  const replica = there && {
    bucket: there.bucket,
    objects: new S3Objects(there.s3, whole),
    kept: new S3KeptVersions(there.s3, there.bucket),
  };
  return {
    kept: new S3KeptVersions(s3, filesBucket),
    runs: new DynamoIntegrityRuns(documents, statsTable),
    registered: new DynamoRegisteredFiles(documents, uploadsTable),
    // What is removed here is removed in the second region, too.
    objects: replica
      ? new ReplicatedObjects(here, {
          objects: replica.objects,
          filesBucket,
          replicaBucket: replica.bucket,
        })
      : here,
    replica,
    uploads: new DynamoUploads(documents, uploadsTable),
    orders: new DynamoOrders(documents, { orders: ordersTable, uploads: uploadsTable }),
    batches: new DynamoBatches(documents, batchesTable, clock),
    clock,
    filesBucket,
    close: () => {
      close();
      s3.destroy();
      there?.s3.destroy();
    },
  };
};

const openReplica = async (
  access: Access,
  { bucket, region }: { bucket: string; region: string },
) => ({
  bucket,
  s3: await s3ClientOf({ ...access, region }),
});
