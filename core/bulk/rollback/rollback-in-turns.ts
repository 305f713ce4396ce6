import { BatchBusy, BatchRefused } from '../../errors.ts';
import { changeBatch } from '../change-batch.ts';
import type { Batch, BatchTask } from '../model/batch.ts';
import { keptProblems } from '../model/verification.ts';
import { type RollbackDeps, rollbackBatch } from './rollback-batch.ts';
import { isKept, type RollbackFate } from './rollback-fate.ts';

/** A rollback that the API requested. */
export type RollbackRequest = { batchId: string; apply?: boolean; moreThanHalf?: boolean };

/** The answer of one turn: `done` false asks for another one. */
export type Turn = { done: boolean };

const turn = 'work-bulk';

/** Whose a batch is while one of a rollback's turns works on it. */
export const turnHolder = (id: string): string => `${turn} ${id}`;

/**
 * Rolls back for one turn, and puts on record what it came to. `done` is false when the signal
 * ended it early: ask again.
 */
export const rollbackInTurn = async (
  deps: RollbackDeps,
  request: RollbackRequest,
  signal: AbortSignal,
): Promise<Turn> => {
  const startedAt = deps.clock.now().toISOString();
  const outcome = await attempt(deps, request, signal);
  const isRefused = outcome.result === undefined;
  const done = isRefused || !signal.aborted;
  const finished = done ? { finishedAt: deps.clock.now().toISOString() } : {};
  await changeBatch(deps, request.batchId, (batch) => ({
    ...batch,
    lastTask: { task: 'rollback', startedAt: begunAt(batch) ?? startedAt, ...finished, ...outcome },
  }));
  return { done };
};

/** When the first turn began of a rollback that goes on. */
const begunAt = ({ lastTask }: Batch): string | undefined =>
  lastTask?.task === 'rollback' && lastTask.finishedAt === undefined
    ? lastTask.startedAt
    : undefined;

type Outcome = Pick<BatchTask, 'result' | 'problems'>;

/** A refusal is an outcome without a result, so that it is read in the same place as a result. */
const attempt = async (
  deps: RollbackDeps,
  request: RollbackRequest,
  signal: AbortSignal,
): Promise<Outcome> => {
  try {
    return await rolledBack(deps, request, signal);
  } catch (error) {
    if (!isFinal(error)) throw error;
    return { problems: [error.message] };
  }
};

const rolledBack = async (
  deps: RollbackDeps,
  { batchId, apply = false, moreThanHalf = false }: RollbackRequest,
  signal: AbortSignal,
): Promise<Outcome> => {
  const problems: string[] = [];
  const onRecord = ({ path }: { path: string }, fate: RollbackFate): void => {
    if (isKept(fate) && problems.length < keptProblems) problems.push(`${path}: ${fate}`);
  };
  const result = await rollbackBatch(deps, batchId, { apply, moreThanHalf, signal, onRecord });
  if (!apply) return { result, problems };
  // Those of the turns before, too, or of a first request that this one repeats.
  const { rolled_back } = await deps.batches.counts(batchId);
  return { result: { ...result, removed: rolled_back.files }, problems };
};

/** Errors that a retry cannot change. The lease of a run that died ends after a minute. */
const isFinal = (error: unknown): error is BatchRefused | BatchBusy =>
  error instanceof BatchRefused ||
  (error instanceof BatchBusy && !String(error.context.holder).startsWith(turn));
