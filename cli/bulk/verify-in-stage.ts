import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch as BatchAnswer, OperatorClient } from '../../client/operator/operator.ts';
import type { Batch } from '../../core/bulk/model/batch.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';

type Calls = Pick<OperatorClient['batches'], 'get' | 'verify'>;

/** How often to poll the stage: verifying many files takes hours. */
const everyMs = 5_000;

const problemKinds = ['missing', 'changed', 'unreferenced', 'unregistered'] as const;

/**
 * Has the stage's workflow verify a batch, and waits for the outcome. After an interrupt the
 * verification continues in the stage. Returns the exit code.
 */
export const verifyInStage = async (
  calls: Calls,
  batch: Batch,
  { output, signal, waitMs = everyMs }: { output: Output; signal: AbortSignal; waitMs?: number },
): Promise<number> => {
  const { batchId } = batch;
  await calls.verify(batchId);
  output.say('The stage compares the checksums that S3 keeps. Ctrl-C ends this command alone.');
  for (;;) {
    const { lastTask } = await calls.get(batchId);
    if (hasEnded(lastTask, batch.lastTask)) return tell(batch, lastTask, output);
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return exitCodes.interrupted;
  }
};

type Task = NonNullable<BatchAnswer['lastTask']>;

const hasEnded = (task: Task | undefined, before: Batch['lastTask']): task is Task =>
  task?.task === 'verify' &&
  task.finishedAt !== undefined &&
  task.finishedAt !== before?.finishedAt;

const tell = async (
  { batchId }: Batch,
  { result, problems = [] }: Task,
  output: Output,
): Promise<number> => {
  for (const problem of problems) await output.result(problem, { kind: 'problem', problem });
  if (!result) return exitCodes.withErrors;
  const found = problemKinds.map((kind) => `${result[kind]} ${kind}`).join(', ');
  const { checked, objects } = result;
  const text = `${checked} files compared, ${objects} objects below the prefix: ${found}`;
  await output.result(text, { kind: 'summary', batchId, ...result });
  return problemKinds.some((kind) => Number(result[kind]) > 0)
    ? exitCodes.withErrors
    : exitCodes.done;
};
