import { S3CopyTransfers } from '../../adapters/bulk/s3-copy-transfers.ts';
import { readBatch } from '../../core/bulk/change-batch.ts';
import { copyBatchItems } from '../../core/bulk/copy-batch-items.ts';
import { mapItems } from '../../core/bulk/model/map-item.ts';
import { PathSelection } from '../../core/bulk/model/path-selection.ts';
import { bulkCopySeconds } from '../../core/contract.ts';
import { count, countBytes } from '../shared/counted.ts';
import { batches, clock, objects, uploads } from '../shared/wiring.ts';
import { bulkHandler } from './bulk-handler.ts';

const ports = { batches: batches(), clock: clock(), uploads: uploads() };
// In one request whatever S3 copies in one: its answer has the SHA-256.
const storage = objects();

/**
 * `startedAt`: when the child began, ISO 8601; the same for every retry of the call. Workflows of
 * an older version do not say.
 */
type Input = {
  Items: unknown[];
  BatchInput: { batchId: string; fence: number; failedBefore?: number };
  startedAt?: string;
};

const timeFrom = (startedAt: string | undefined): AbortSignal => {
  const now = ports.clock.now().getTime();
  const begun = startedAt === undefined ? now : Date.parse(startedAt);
  return AbortSignal.timeout(Math.max(0, begun + bulkCopySeconds * 1000 - now));
};

/** Up to 100 objects of a Distributed Map. */
export const handler = bulkHandler(
  async ({ Items, BatchInput: { batchId, fence, failedBefore = 0 }, startedAt }: Input) => {
    const signal = timeFrom(startedAt);
    const { plan } = await readBatch(ports, batchId);
    const { bucket, storageClass = 'STANDARD' } = plan.target;
    const transfers = new S3CopyTransfers({ objects: storage, bucket, storageClass });
    const selection = new PathSelection(plan);
    const selects = (path: string): boolean => selection.selects(path);
    const deps = { ...ports, transfers, selects };
    const answer = await copyBatchItems(
      deps,
      { batchId, fence, failedBefore, items: mapItems(Items) },
      signal,
    );
    count('BatchRecordsKept', answer.transferred ?? 0);
    count('BatchRecordsSkipped', answer.skipped ?? 0);
    count('BatchRecordsFailed', (answer.failed ?? 0) + (answer.changed ?? 0));
    countBytes('BatchBytesKept', transfers.progress.bytes);
    return answer;
  },
);
