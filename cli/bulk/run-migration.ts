import { SystemClock } from '../../adapters/aws/system-clock.ts';
import { readBatch } from '../../core/bulk/change-batch.ts';
import { assertFree } from '../../core/bulk/lease-batch.ts';
import type { Batch } from '../../core/bulk/model/batch.ts';
import { begin, beginDryRun } from '../../core/bulk/model/batch-states.ts';
import { batchView } from '../../core/bulk/model/batch-view.ts';
import { recordDatabase } from '../../core/bulk/prove-database.ts';
import { runBatch } from '../../core/bulk/run-batch.ts';
import { TransientFault } from '../../core/errors.ts';
import type { Context } from '../command.ts';
import { CommandProblem } from '../command-problem.ts';
import { exitCodes } from '../exit-codes.ts';
import { durationText } from '../figures.ts';
import type { Output } from '../output.ts';
import type { Workspace } from '../workspace.ts';
import { batchLines, recordLine } from './batch-text.ts';
import { freeFromDead } from './holder.ts';
import { nextCommand } from './next-command.ts';
import type { Migration } from './open-migration.ts';
import { Progress } from './progress.ts';
import type { Proof } from './prove-destination.ts';
import { type Limits, limitsOf, watchLimits } from './run-limits.ts';
import { sayEmpty } from './say/empty-source.ts';
import { sayUnmatched } from './say/unmatched-patterns.ts';
import { keepHeapSmall } from './small-heap.ts';
import { sayLimitations } from './waiting.ts';

/** Exit codes by a batch's final status. */
const endCodes: Readonly<Partial<Record<Batch['status'], number>>> = {
  completed: exitCodes.done,
  completed_with_errors: exitCodes.withErrors,
  paused: exitCodes.interrupted,
  failed: exitCodes.withErrors,
};

const inFlight =
  '\nInterrupted: finishing what is in flight. Once more ends at once; nothing is lost either way.';

/**
 * The first signal lets files in flight finish, the second one ends the process. `stop` acts like
 * the first signal, for another reason.
 */
export const onInterrupt = (
  output: Output,
  remark = inFlight,
): { signal: AbortSignal; off: () => void; stop: (remark: string) => void } => {
  const controller = new AbortController();
  const finish = (why: string): void => {
    if (controller.signal.aborted) return;
    controller.abort();
    if (why) output.say(why);
  };
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    finish(remark);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, stop);
  return {
    signal: controller.signal,
    stop: finish,
    off: () => {
      for (const name of signals) process.off(name, stop);
    },
  };
};

/** Says how a batch stands: the result of every verb that works on one. */
export const sayBatch = async (
  migration: Pick<Migration, 'batches'>,
  batchId: string,
  output: Output,
): Promise<Batch> => {
  const batch = await readBatch(migration, batchId);
  const view = batchView(batch, await migration.batches.counts(batchId));
  await output.result(batchLines(view), view);
  return batch;
};

/** A batch to work on. `record`: a new one, recorded once source and destination are proven. */
export type MigrationWork = {
  batch: Batch;
  workspace: Workspace;
  record?: (batch: Batch) => Promise<void>;
};

/** Opens everything a batch needs, and puts a new one on record. */
export const beginWork = async (
  { batch, workspace, record }: MigrationWork,
  context: Context,
  proof: Proof,
): Promise<Migration> => {
  if (!record) await assertPossible(batch, workspace, proof);
  // The SDK and the engine take a while to load: verbs that need neither do not wait.
  const { openMigration } = await import('./open-migration.ts');
  const isNew = record !== undefined;
  const migration = await openMigration(batch, { ...context, workspace, proof, isNew });
  const { database, clock, plan } = migration;
  if (record) await record({ ...batch, plan, ...(database && { database }) });
  else if (database) await recordDatabase({ batches: workspace.batches, clock }, batch, database);
  return migration;
};

/** Checked before any request: the batch may have ended or be held by another process. */
const assertPossible = async (
  batch: Batch,
  { batches }: Workspace,
  proof: Proof,
): Promise<void> => {
  const clock = new SystemClock();
  if (proof === 'look') beginDryRun(batch);
  else begin(batch, clock.now().toISOString());
  await freeFromDead(batches, batch.batchId);
  await assertFree({ batches, clock }, batch.batchId);
};

/** Runs a batch to its end, or to where it is stopped; returns the exit code. */
export const runMigration = async (work: MigrationWork, context: Context): Promise<number> => {
  const { batch } = work;
  const { output } = context;
  assertListable(batch);
  const limits = limitsOf(context.values);
  keepHeapSmall();
  const migration = await beginWork(work, context, 'write');
  try {
    await runWithProgress(migration, batch, context, limits);
  } catch (error) {
    const isInterrupted = error instanceof Error && error.name === 'Interrupted';
    if (isInterrupted || error instanceof TransientFault)
      output.say(`Go on with: ${resumeHint(batch.batchId, context)}`);
    // The journal did not answer either.
    if (isInterrupted) return exitCodes.interrupted;
    throw error;
  } finally {
    await migration.close();
  }
  const { status, listed } = await sayBatch(migration, batch.batchId, output);
  const isEmpty = listed && sayEmpty(migration, batch, output);
  if (listed) sayUnmatched(migration.selection, batch, output);
  if (status === 'paused' || status === 'failed')
    output.say(`Go on with: ${resumeHint(batch.batchId, context)}`);
  if (status === 'completed_with_errors') await sayWhichFiles(migration, batch.batchId, context);
  if (isEmpty && status === 'completed') return exitCodes.withErrors;
  return endCodes[status] ?? exitCodes.withErrors;
};

/** A manifest's files are not the files below a prefix. */
const assertListable = ({ batchId, plan: { source } }: Batch): void => {
  if (source.kind !== 's3' || source.options.manifestKey === undefined) return;
  const message =
    `Batch ${batchId} takes what a manifest in S3 lists, which only its stage can: POST ` +
    `/batches/${batchId}/start.`;
  throw new CommandProblem(message, exitCodes.refused);
};

const runWithProgress = async (
  migration: Migration,
  batch: Batch,
  { output, values }: Context,
  limits: Limits,
): Promise<void> => {
  const takeChanged = values['take-changed'] === true;
  const counts = await migration.batches.counts(batch.batchId);
  const ahead = { counts, listed: batch.listed, takeChanged };
  const progress = new Progress(output, migration.transfers, ahead);
  const { signal, stop, off } = onInterrupt(output);
  signal.addEventListener('abort', () => migration.patience.interrupt());
  const startedMs = performance.now();
  progress.start();
  const watch = watchLimits(limits, stop);
  const stopSaying = sayLimitations(output, migration.transfers, batch.plan.target.bucket);
  try {
    const onRecord: Migration['onRecord'] = (record) => {
      progress.note(record);
      watch.note(record);
      if (output.hasDetails) output.detail(recordLine(record), record);
    };
    const onUnchanged = (files: number): void => progress.noteUnchanged(files);
    const hearing = { onRecord, ...(!output.hasDetails && { onUnchanged }) };
    await runBatch({ ...migration, ...hearing }, batch.batchId, { signal, takeChanged });
  } finally {
    watch.close();
    progress.stop();
    stopSaying();
    off();
    output.say(`${progress.line()} in ${durationText((performance.now() - startedMs) / 1000)}`);
  }
};

/** How to continue, in a command that works in this folder with these settings. */
const resumeHint = (batchId: string, { settings }: Context): string =>
  nextCommand(`resume ${batchId}`, settings);

/** How to list the files that did not arrive. */
const sayWhichFiles = async (
  { batches }: Migration,
  batchId: string,
  { output, settings }: Context,
): Promise<void> => {
  const { failed, changed } = await batches.counts(batchId);
  const named = { failed, changed };
  for (const status of ['failed', 'changed'] as const)
    if (named[status].files > 0)
      output.say(`See: ${nextCommand(`files ${batchId} --status ${status}`, settings)}`);
};
