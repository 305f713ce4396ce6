import { type BatchDeps, changeBatch } from './change-batch.ts';
import type { Batch } from './model/batch.ts';
import { finish, type Stop, tooManyErrors } from './model/batch-states.ts';

type Run = { fence: number; failedBefore: number };

/**
 * Fails a batch once more files failed than its plan puts up with, those that had failed before the
 * run began left out; every call that is still to come then stops.
 */
export const limitErrors = async (
  deps: BatchDeps,
  { batchId, plan }: Batch,
  run: Run,
): Promise<Stop | undefined> => {
  if (plan.maxErrors === undefined) return undefined;
  const counts = await deps.batches.counts(batchId);
  const stop = tooManyErrors(plan, counts.failed.files - run.failedBefore);
  if (!stop) return undefined;
  const now = deps.clock.now().toISOString();
  await changeBatch(deps, batchId, (batch) =>
    batch.lease?.fence === run.fence ? finish(batch, { counts, stop, now }) : batch,
  );
  return stop;
};
