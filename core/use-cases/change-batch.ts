import type { Batches } from '../bulk-ports.ts';
import { NotFound, StaleRecord, TransientFault } from '../errors.ts';
import type { Batch } from '../model/batch.ts';
import type { Clock } from '../ports.ts';

export type BatchDeps = { batches: Batches; clock: Clock };

const maxRounds = 8;

/** The batch; throws `NotFound`. */
export const readBatch = async ({ batches }: { batches: Batches }, batchId: string): Promise<Batch> => {
  const batch = await batches.find(batchId);
  if (!batch) throw new NotFound('batch', batchId);
  return batch;
};

const saveUnlessStale = async (batches: Batches, batch: Batch): Promise<Batch | undefined> => {
  try {
    return await batches.save(batch);
  } catch (error) {
    if (error instanceof StaleRecord) return undefined;
    throw error;
  }
};

/** Reads, decides, writes over what was read; decides again when somebody was faster. Deciding on the same batch writes nothing. */
export const changeBatch = async (deps: BatchDeps, batchId: string, decide: (batch: Batch) => Batch): Promise<Batch> => {
  for (let round = 0; round < maxRounds; round += 1) {
    const current = await readBatch(deps, batchId);
    const next = decide(current);
    if (next === current) return current;
    const saved = await saveUnlessStale(deps.batches, { ...next, updatedAt: deps.clock.now().toISOString() });
    if (saved) return saved;
  }
  throw new TransientFault(`Batch ${batchId} kept changing; try again.`, { context: { batchId } });
};
