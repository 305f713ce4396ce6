import type { Clock } from '../../shared/ports.ts';
import { changeBatch } from '../change-batch.ts';
import type { BatchTask } from '../model/batch.ts';
import { digitsFor, type Slice, slicesOf } from '../model/verification.ts';
import type { Batches, SliceOutcomes } from '../ports.ts';

export type VerificationDeps = { batches: Batches; slices: SliceOutcomes; clock: Clock };

/** A verification, and the slices it has not covered yet. */
export type BegunVerification = { startedAt: string; slices: Slice[] };

/** What was found longer ago says little about today; outcomes are kept for 30 days. */
const goesOnMs = 7 * 24 * 3_600_000;

/** Begins a verification or resumes one, and puts it on record. Throws `NotFound`. */
export const beginVerification = async (
  deps: VerificationDeps,
  batchId: string,
): Promise<BegunVerification> => {
  const files = await arrivedOf(deps, batchId);
  const now = deps.clock.now();
  const { lastTask } = await changeBatch(deps, batchId, (batch) => {
    const isSame = isUnfinished(batch.lastTask, files, now);
    const { startedAt = now.toISOString(), slices = slicesFor(!!batch.plan.register, files) } =
      isSame && batch.lastTask ? batch.lastTask : {};
    return { ...batch, lastTask: { task: 'verify', startedAt, slices, files } };
  });
  const { startedAt, slices: count = 1 } = lastTask as BatchTask;
  const outcomes = await deps.slices.list(batchId, startedAt);
  const done = new Set(outcomes.map(({ slice }) => slice));
  const all = slicesOf(count.toString(16).length - 1);
  return { startedAt, slices: all.filter((slice) => !done.has(slice)) };
};

const arrivedOf = async ({ batches }: VerificationDeps, batchId: string): Promise<number> => {
  const { transferred, skipped } = await batches.counts(batchId);
  return transferred.files + skipped.files;
};

/** True for a verification of the same files that did not go over all of its slices. */
const isUnfinished = (task: BatchTask | undefined, files: number, now: Date): boolean =>
  task?.task === 'verify' &&
  task.result === undefined &&
  task.slices !== undefined &&
  task.files === files &&
  now.getTime() - Date.parse(task.startedAt) < goesOnMs;

/** Objects of a batch that only stores its files are named like their paths, and not by ids. */
const slicesFor = (isRegistered: boolean, files: number): number =>
  16 ** (isRegistered ? digitsFor(files) : 0);
