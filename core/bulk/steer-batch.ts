import { type BatchDeps, changeBatch } from './change-batch.ts';
import type { Batch } from './model/batch.ts';
import { acceptKept, cancel, pause } from './model/batch-states.ts';

/**
 * Asks the run to stop. The run sees the request at its next group, finishes the transfers in
 * flight and releases the batch.
 */
export const pauseBatch = (deps: BatchDeps, batchId: string, by: string): Promise<Batch> =>
  changeBatch(deps, batchId, (batch) => pause(batch, by));

/** Ends the batch as `failed`. Stored objects stay until a rollback. */
export const cancelBatch = (deps: BatchDeps, batchId: string, by: string): Promise<Batch> =>
  changeBatch(deps, batchId, (batch) => cancel(batch, by, deps.clock.now().toISOString()));

/** Ends a batch whose rollback kept files. Throws `BatchRefused` if nothing was kept. */
export const acceptKeptFiles = (deps: BatchDeps, batchId: string, by: string): Promise<Batch> =>
  changeBatch(deps, batchId, (batch) => acceptKept(batch, by));
