import { BatchBusy, BatchRefused } from '../errors.ts';
import { changeBatch } from './change-batch.ts';
import type { Batch, BatchTask } from './model/batch.ts';
import { type RollbackDeps, rollbackBatch } from './rollback/rollback-batch.ts';
import { isKept, type RollbackFate } from './rollback/rollback-fate.ts';
import {
  type Verification,
  type VerifyDeps,
  type VerifyPlace,
  verifyBatch,
} from './verify/verify-batch.ts';

type Deps = RollbackDeps & VerifyDeps;

/** A task that the API requested. */
export type BatchErrand = {
  batchId: string;
  task: BatchTask['task'];
  apply?: boolean;
  moreThanHalf?: boolean;
  /** The answer of the turn before. */
  turn?: Turn;
};

/** The outcome of a verification so far, and where the next turn goes on. */
type VerifyLeft = {
  place: VerifyPlace;
  startedAt: string;
  result: Verification;
  problems: string[];
};

/** The answer of one turn: `done` false asks for another one, which is given the answer. */
export type Turn = { done: boolean; left?: VerifyLeft };

type Outcome = Pick<BatchTask, 'result' | 'problems'>;

const turn = 'work-bulk';

/** Whose a batch is while one of a task's turns works on it. */
export const turnHolder = (id: string): string => `${turn} ${id}`;

/** Problems kept on record; all of them are counted. */
const keptProblems = 20;

const note = (deps: Deps, batchId: string, lastTask: BatchTask): Promise<Batch> =>
  changeBatch(deps, batchId, (batch) => ({ ...batch, lastTask }));

/** Sums what the turns counted. Each turn goes over other files. */
const added = (before: Verification | undefined, now: Verification): Verification =>
  Object.fromEntries(
    Object.entries(now).map(([name, count]) => [
      name,
      count + (before?.[name as keyof Verification] ?? 0),
    ]),
  ) as Verification;

const verifySlice = async (
  deps: Deps,
  { batchId, turn }: BatchErrand,
  signal: AbortSignal,
): Promise<Outcome & { place?: VerifyPlace }> => {
  const problems = [...(turn?.left?.problems ?? [])];
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
  let place: VerifyPlace | undefined;
  const now = await verifyBatch(deps, batchId, {
    signal,
    onProblem,
    // Comparing 100 million files takes days; reading them would take months.
    readsAll: false,
    ...(turn?.left && { from: turn.left.place }),
    onLeft: (left) => {
      place = left;
    },
  });
  return { result: added(turn?.left?.result, now), problems, ...(place && { place }) };
};

const rolledBack = async (
  deps: Deps,
  { batchId, apply = false, moreThanHalf = false }: BatchErrand,
  signal: AbortSignal,
): Promise<Outcome> => {
  const problems: string[] = [];
  const onRecord = ({ path }: { path: string }, fate: RollbackFate): void => {
    if (isKept(fate) && problems.length < keptProblems) problems.push(`${path}: ${fate}`);
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
const attempt = async (
  deps: Deps,
  errand: BatchErrand,
  signal: AbortSignal,
): Promise<Outcome & { place?: VerifyPlace }> => {
  try {
    return await (errand.task === 'verify' ? verifySlice : rolledBack)(deps, errand, signal);
  } catch (error) {
    if (!isFinal(error)) throw error;
    return { problems: [error.message] };
  }
};

/**
 * Verifies or rolls back for one turn, and puts on record what it came to. `done` is false when the
 * signal ended it early: ask again, with the answer.
 */
export const workOnBatch = async (
  deps: Deps,
  errand: BatchErrand,
  signal: AbortSignal,
): Promise<Turn> => {
  const { batchId, task, turn } = errand;
  const startedAt = turn?.left?.startedAt ?? deps.clock.now().toISOString();
  const { place, ...outcome } = await attempt(deps, errand, signal);
  const isRefused = outcome.result === undefined;
  const done = isRefused || (task === 'verify' ? place === undefined : !signal.aborted);
  const finished = done ? { finishedAt: deps.clock.now().toISOString() } : {};
  await note(deps, batchId, { task, startedAt, ...finished, ...outcome });
  if (!place) return { done };
  const { result, problems = [] } = outcome as { result: Verification; problems?: string[] };
  return { done, left: { place, startedAt, result, problems } };
};
