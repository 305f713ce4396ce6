import { selectionOf } from '../adapters/path-selection.ts';
import { S3CopyTransfers } from '../adapters/s3-copy-transfers.ts';
import { mapItems } from '../core/model/map-item.ts';
import { readBatch } from '../core/use-cases/change-batch.ts';
import { copyBatchItems } from '../core/use-cases/copy-batch-items.ts';
import { bulkHandler } from './shared/bulk/bulk-handler.ts';
import { count, countBytes } from './shared/counted.ts';
import { batches, clock, objects, uploads } from './shared/wiring.ts';

const ports = { batches: batches(), clock: clock(), uploads: uploads() };
// In one request whatever S3 copies in one: its answer has the SHA-256.
const storage = objects();

type Input = { Items: unknown[]; BatchInput: { batchId: string; fence: number; failedBefore?: number } };

/** Up to 100 objects of a Distributed Map. */
export const handler = bulkHandler(async ({ Items, BatchInput: { batchId, fence, failedBefore = 0 } }: Input) => {
  const { plan } = await readBatch(ports, batchId);
  const { bucket, storageClass = 'STANDARD' } = plan.target;
  const transfers = new S3CopyTransfers({ objects: storage, bucket, storageClass });
  const items = mapItems(Items);
  const answer = await copyBatchItems({ ...ports, transfers, selects: selectionOf(plan) }, { batchId, fence, failedBefore, items });
  count('BatchRecordsKept', answer.transferred ?? 0);
  count('BatchRecordsSkipped', answer.skipped ?? 0);
  count('BatchRecordsFailed', (answer.failed ?? 0) + (answer.changed ?? 0));
  countBytes('BatchBytesKept', transfers.progress.bytes);
  return answer;
});
