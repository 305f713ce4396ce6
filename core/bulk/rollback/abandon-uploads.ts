import type { Clock } from '../../shared/ports.ts';
import type { LeasedBatch } from '../lease-batch.ts';
import type { Batch, BatchRecord } from '../model/batch.ts';
import type { Batches, Destination } from '../ports.ts';

type Deps = { batches: Batches; destination: Destination; clock: Clock };

type Unfinished = BatchRecord & { multipartId: string };

/** True while parts of the file may be in storage without the file. */
export const isUnfinished = (record: BatchRecord): record is Unfinished =>
  record.multipartId !== undefined;

/**
 * Aborts the unfinished uploads that are on record, and no others: another client's upload under
 * the same key is not ours to end. Idempotent.
 */
export const abandonUploads = async (
  { batches, destination, clock }: Deps,
  { batchId }: Batch,
  { lease }: LeasedBatch,
  records: readonly BatchRecord[],
): Promise<void> => {
  const unfinished = records.filter(isUnfinished);
  if (unfinished.length === 0) return;
  await Promise.all(unfinished.map(({ key, multipartId }) => destination.abort(key, multipartId)));
  const updatedAt = clock.now().toISOString();
  const without = unfinished.map(({ multipartId: _gone, ...record }) => ({ ...record, updatedAt }));
  await batches.update(batchId, without, lease);
};
