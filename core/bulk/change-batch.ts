import { NotFound } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import { unlessStale } from '../shared/unless-stale.ts';
import { untilWritten } from '../shared/until-written.ts';
import type { Batch } from './model/batch.ts';
import type { Batches } from './ports.ts';

export type BatchDeps = { batches: Batches; clock: Clock };

/** The batch; throws `NotFound`. */
export const readBatch = async (
  { batches }: { batches: Batches },
  batchId: string,
): Promise<Batch> => {
  const batch = await batches.find(batchId);
  if (!batch) throw new NotFound('batch', batchId);
  return batch;
};

/**
 * Reads a batch, decides, and writes with a condition on the revision that was read. A lost race
 * reads and decides again. A decision that returns the same batch writes nothing.
 */
export const changeBatch = (
  deps: BatchDeps,
  batchId: string,
  decide: (batch: Batch) => Batch,
): Promise<Batch> =>
  untilWritten(`Batch ${batchId}`, { batchId }, async () => {
    const current = await readBatch(deps, batchId);
    const next = decide(current);
    return next === current
      ? current
      : unlessStale(deps.batches.save({ ...next, updatedAt: deps.clock.now().toISOString() }));
  });
