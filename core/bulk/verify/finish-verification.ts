import { changeBatch } from '../change-batch.ts';
import type { Batch, BatchTask } from '../model/batch.ts';
import { firstProblems, nothingVerified, sumOf } from '../model/verification.ts';
import type { VerificationDeps } from './begin-verification.ts';

/**
 * Puts the outcome of a verification on record: a result only if every slice has one. A
 * verification that another one replaced changes nothing. Throws `NotFound`.
 */
export const finishVerification = async (
  deps: VerificationDeps,
  batchId: string,
  startedAt: string,
): Promise<Batch> => {
  const isThis = ({ lastTask }: Batch): boolean =>
    lastTask?.task === 'verify' && lastTask.startedAt === startedAt;
  const batch = await deps.batches.find(batchId);
  const task = batch?.lastTask;
  const outcome = task && isThis(batch) ? await outcomeOf(deps, batchId, task) : {};
  const finishedAt = deps.clock.now().toISOString();
  return changeBatch(deps, batchId, (current) =>
    current.lastTask && isThis(current)
      ? { ...current, lastTask: { ...current.lastTask, finishedAt, ...outcome } }
      : current,
  );
};

const outcomeOf = async (
  { slices }: VerificationDeps,
  batchId: string,
  { startedAt, slices: all = 1 }: BatchTask,
): Promise<Pick<BatchTask, 'result' | 'problems'>> => {
  const outcomes = await slices.list(batchId, startedAt);
  const left = all - outcomes.length;
  if (left > 0)
    return {
      problems: [
        `${left} of ${all} slices of the batch were not verified. Verify it again: it goes on ` +
          'with these.',
      ],
    };
  return {
    result: outcomes.map(({ result }) => result).reduce(sumOf, nothingVerified),
    problems: firstProblems(...outcomes.map(({ problems }) => problems)),
  };
};
