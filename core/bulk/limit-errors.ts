import { type BatchDeps, changeBatch } from './change-batch.ts';
import type { Batch } from './model/batch.ts';
import { finish, type Stop, tooManyErrors } from './model/batch-states.ts';

/** The state that a run began with: its lease, and the files that had failed. */
type Since = { fence: number; failedBefore: number };

/**
 * Fails a batch once more files failed than its plan puts up with, those that had failed before the
 * run began left out; every call that is still to come then stops.
 */
export const limitErrors = async (
  deps: BatchDeps,
  { batchId, plan }: Batch,
  since: Since,
): Promise<Stop | undefined> => {
  if (plan.maxErrors === undefined) return undefined;
  const counts = await deps.batches.counts(batchId);
  const stop = tooManyErrors(plan, counts.failed.files - since.failedBefore);
  if (!stop) return undefined;
  const now = deps.clock.now().toISOString();
  await changeBatch(deps, batchId, (batch) =>
    batch.lease?.fence === since.fence ? finish(batch, { counts, stop, now }) : batch,
  );
  return stop;
};
