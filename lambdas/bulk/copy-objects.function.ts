import { S3CopyTransfers } from '../../adapters/bulk/s3-copy-transfers.ts';
import { S3Source } from '../../adapters/bulk/sources/s3.ts';
import { readBatch } from '../../core/bulk/change-batch.ts';
import { copyBatchItems } from '../../core/bulk/copy-batch-items.ts';
import { copyInTurn } from '../../core/bulk/copy-in-turns.ts';
import type { RecordStatus } from '../../core/bulk/model/batch.ts';
import { mapItems } from '../../core/bulk/model/map-item.ts';
import { PathSelection } from '../../core/bulk/model/path-selection.ts';
import { bucketOf } from '../../core/bulk/model/source-plan.ts';
import { bulkCopySeconds } from '../../core/contract.ts';
import { batches } from '../shared/batch-wiring.ts';
import { count, countBytes } from '../shared/counted.ts';
import { clock, objects, s3, uploads } from '../shared/wiring.ts';
import { bulkHandler } from './bulk-handler.ts';

const ports = { batches: batches(), clock: clock(), uploads: uploads() };
// Copies in one request up to S3's limit, because the answer then has the SHA-256.
const storage = objects();
const client = s3();

/**
 * `startedAt`: when the child began, ISO 8601; the same for every retry of the call. Workflows of
 * an older version do not say.
 */
type MapInput = {
  Items: unknown[];
  BatchInput: { batchId: string; fence: number; failedBefore?: number };
  startedAt?: string;
};

type TurnInput = {
  batchId: string;
  begun: { fence: number; failedBefore: number };
  turn?: { after?: string };
};

const countRecords = (answer: Partial<Record<RecordStatus, number>>): void => {
  count('BatchRecordsKept', answer.transferred ?? 0);
  count('BatchRecordsSkipped', answer.skipped ?? 0);
  count('BatchRecordsFailed', (answer.failed ?? 0) + (answer.changed ?? 0));
};

const timeFrom = (startedAt: string | undefined): AbortSignal => {
  const now = ports.clock.now().getTime();
  const begun = startedAt === undefined ? now : Date.parse(startedAt);
  return AbortSignal.timeout(Math.max(0, begun + bulkCopySeconds * 1000 - now));
};

const portsOf = async (batchId: string) => {
  const { plan } = await readBatch(ports, batchId);
  const { bucket, storageClass = 'STANDARD' } = plan.target;
  const transfers = new S3CopyTransfers({ objects: storage, bucket, storageClass });
  const selection = new PathSelection(plan);
  const selects = (path: string): boolean => selection.selects(path);
  return { plan, deps: { ...ports, transfers, selects } };
};

/** Up to 100 objects of a Distributed Map. */
const copyItems = async ({
  Items,
  BatchInput: { batchId, fence, failedBefore = 0 },
  startedAt,
}: MapInput) => {
  const signal = timeFrom(startedAt);
  const { deps } = await portsOf(batchId);
  const call = { batchId, fence, failedBefore, items: mapItems(Items) };
  const answer = await copyBatchItems(deps, call, signal);
  countRecords(answer);
  countBytes('BatchBytesKept', deps.transfers.progress.bytes);
  return answer;
};

/** Copies the objects below a prefix without a Map, for one turn. */
const copyTurn = async ({ batchId, begun, turn }: TurnInput) => {
  const { plan, deps } = await portsOf(batchId);
  const { bucket, prefix } = bucketOf(plan.source);
  const source = new S3Source(client, { bucket, prefix });
  const after = turn?.after === undefined ? {} : { after: turn.after };
  const call = { batchId, ...begun, ...after };
  const answer = await copyInTurn({ ...deps, source }, call, timeFrom(undefined));
  countRecords(answer);
  countBytes('BatchBytesKept', deps.transfers.progress.bytes);
  return answer;
};

/** Copies objects of a batch: those of one child of a Map, or a turn's. */
export const handler = bulkHandler(async (input: MapInput | TurnInput) =>
  'Items' in input ? copyItems(input) : copyTurn(input),
);
