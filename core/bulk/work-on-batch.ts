import { BatchBusy, BatchRefused } from '../errors.ts';
import { changeBatch } from './change-batch.ts';
import type { Batch, BatchTask } from './model/batch.ts';
import { type RollbackDeps, rollbackBatch } from './rollback/rollback-batch.ts';
import { type VerifyDeps, verifyBatch } from './verify-batch.ts';

type Deps = RollbackDeps & VerifyDeps;

/** A task that the API requested. */
export type BatchErrand = {
  batchId: string;
  task: BatchTask['task'];
  apply?: boolean;
  moreThanHalf?: boolean;
};

type Outcome = Pick<BatchTask, 'result' | 'problems'>;

const turn = 'work-bulk';

/** Whose a batch is while one of a task's turns works on it. */
export const turnHolder = (id: string): string => `${turn} ${id}`;

/** Problems kept on record; all of them are counted. */
const keptProblems = 20;

const note = (deps: Deps, batchId: string, lastTask: BatchTask): Promise<Batch> =>
  changeBatch(deps, batchId, (batch) => ({ ...batch, lastTask }));

const verifySlice = async (
  deps: Deps,
  { batchId }: BatchErrand,
  signal: AbortSignal,
): Promise<Outcome> => {
  const problems: string[] = [];
  const onProblem = ({
    kind,
    key,
    detail,
  }: {
    kind: string;
    key: string;
    detail: string;
  }): void => {
    if (problems.length < keptProblems) problems.push(`${kind}: ${key}: ${detail}`);
  };
  return { result: { ...(await verifyBatch(deps, batchId, { signal, onProblem })) }, problems };
};

const rolledBack = async (
  deps: Deps,
  { batchId, apply = false, moreThanHalf = false }: BatchErrand,
  signal: AbortSignal,
): Promise<Outcome> => {
  const problems: string[] = [];
  const onRecord = ({ path }: { path: string }, fate: string): void => {
    if (fate.startsWith('kept') && problems.length < keptProblems)
      problems.push(`${path}: ${fate}`);
  };
  return {
    result: await rollbackBatch(deps, batchId, { apply, moreThanHalf, signal, onRecord }),
    problems,
  };
};

/** Errors that a retry cannot change. The lease of a run that died ends after a minute. */
const isFinal = (error: unknown): error is BatchRefused | BatchBusy =>
  error instanceof BatchRefused ||
  (error instanceof BatchBusy && !String(error.context.holder).startsWith(turn));

/** A refusal is an outcome without a result, so that it is read in the same place as a result. */
const attempt = async (deps: Deps, errand: BatchErrand, signal: AbortSignal): Promise<Outcome> => {
  try {
    return await (errand.task === 'verify' ? verifySlice : rolledBack)(deps, errand, signal);
  } catch (error) {
    if (!isFinal(error)) throw error;
    return { problems: [error.message] };
  }
};

/**
 * Verifies or rolls back, and puts on record what it came to. `done` is false when the signal ended
 * it early: ask again.
 */
export const workOnBatch = async (
  deps: Deps,
  errand: BatchErrand,
  signal: AbortSignal,
): Promise<{ done: boolean }> => {
  const { batchId, task } = errand;
  const startedAt = deps.clock.now().toISOString();
  const outcome = await attempt(deps, errand, signal);
  const ended = !signal.aborted || outcome.result === undefined;
  const finished = ended ? { finishedAt: deps.clock.now().toISOString() } : {};
  await note(deps, batchId, { task, startedAt, ...finished, ...outcome });
  // A verification starts from the beginning each time. A batch that takes longer than a function's
  // 15 minutes is verified by the command line.
  return { done: task === 'verify' || ended };
};
