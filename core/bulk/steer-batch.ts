import { type BatchDeps, changeBatch } from './change-batch.ts';
import type { Batch } from './model/batch.ts';
import { acceptKept, cancel, pause } from './model/batch-states.ts';

/** Asks the run to stop: it sees it at its next group, finishes what is in flight and lets go. */
export const pauseBatch = (deps: BatchDeps, batchId: string, by: string): Promise<Batch> =>
  changeBatch(deps, batchId, (batch) => pause(batch, by));

/** Ends the batch as `failed`; what was stored stays until it is rolled back. */
export const cancelBatch = (deps: BatchDeps, batchId: string, by: string): Promise<Batch> =>
  changeBatch(deps, batchId, (batch) => cancel(batch, by, deps.clock.now().toISOString()));

/**
 * Ends a batch whose rollback kept files, as it is. Throws `BatchRefused` while nothing was kept.
 */
export const acceptKeptFiles = (deps: BatchDeps, batchId: string, by: string): Promise<Batch> =>
  changeBatch(deps, batchId, (batch) => acceptKept(batch, by));
