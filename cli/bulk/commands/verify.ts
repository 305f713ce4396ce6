import type { Batch } from '../../../core/bulk/model/batch.ts';
import type { Verification } from '../../../core/bulk/model/verification.ts';
import type { SourceRows } from '../../../core/bulk/ports.ts';
import { type VerifyDeps, verifyBatch } from '../../../core/bulk/verify/verify-batch.ts';
import type { Problem } from '../../../core/bulk/verify/verify-record.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { bytesText, filesText } from '../../figures.ts';
import { inWorkspace } from '../../open-workspace.ts';
import { apiOptions, openApi } from '../../operator/operator-api.ts';
import type { Values } from '../../options.ts';
import type { Output } from '../../output.ts';
import type { Workspace } from '../../workspace.ts';
import { databasePatience } from '../database/database-patience.ts';
import { databaseOptions, openRows } from '../database/open-rows.ts';
import { eachBatch } from '../one-by-one.ts';
import { type Reading, readingOptions, withStored } from '../reading.ts';
import { onInterrupt } from '../run-migration.ts';
import { verifyInStage } from '../verify-in-stage.ts';

const summaryOf = ({
  checked,
  bytes,
  objects,
  missing,
  changed,
  unreferenced,
  unregistered,
  stale,
}: Verification): string =>
  `${filesText(checked)} (${bytesText(bytes)}) read back, ${objects} objects below the prefix: ` +
  `${missing} missing, ${changed} changed, ${unreferenced} unreferenced, ${unregistered} ` +
  'unregistered' +
  (stale === undefined ? '' : `, ${stale} stale`);

const errorsIn = ({ missing, changed, unreferenced, unregistered, stale = 0 }: Verification) =>
  missing + changed + unreferenced + unregistered + stale;

/** Checks a SQL source's tables, columns, indexes and constraints; counts the wrong ones. */
const checkRows = async (rows: SourceRows, output: Output): Promise<number> => {
  const findings = await rows.check();
  for (const { what, ok, message } of findings)
    await output.result(
      `${ok ? 'as it must be' : 'wrong'.padEnd(13)} ${what}${message ? `: ${message}` : ''}`,
      { what, ok, message },
    );
  return findings.filter(({ ok }) => !ok).length;
};

type Opened = { deps: VerifyDeps; rows?: SourceRows; close: () => Promise<unknown> };

/** The parts of a verification. Source and engine are opened only if the source is to be read. */
const open = async (
  batch: Batch,
  workspace: Workspace,
  context: Context,
  { stored: destination, access, waiters }: Reading,
): Promise<Opened> => {
  const { values } = context;
  const { batches, stage } = workspace;
  const deps = { batches, destination, ...(stage && { uploads: stage.uploads }) };
  if (values['compare-source'] === true) {
    const { openMigration } = await import('../open-migration.ts');
    const { rows, close, ...sources } = await openMigration(batch, { ...context, workspace });
    waiters.push(sources.transfers);
    return { deps: { ...deps, sources }, close, ...(rows && { rows }) };
  }
  const { rows } = (await openRows(batch, { values, access, patience: workspace.patience })) ?? {};
  return { deps, close: async () => rows?.close(), ...(rows && { rows }) };
};

/** Reading 100 million files from outside takes months; the stage compares checksums. */
const isForStage = ({ shards }: Batch, values: Values): boolean =>
  shards > 1 && values.here !== true && values['compare-source'] !== true;

const verifyByStage = async (batch: Batch, context: Context): Promise<number> => {
  const { settings, values, output } = context;
  const api = await openApi(settings, values);
  const { signal, off } = onInterrupt(output);
  try {
    return await verifyInStage(api.batches, batch, { output, signal });
  } finally {
    off();
  }
};

const verifyHere = async (
  batch: Batch,
  workspace: Workspace,
  context: Context,
  reading: Reading,
): Promise<number> => {
  const { output } = context;
  const { signal } = reading;
  signal.addEventListener('abort', () => workspace.patience?.interrupt());
  const { deps, rows, close } = await open(batch, workspace, context, reading);
  const onProblem = (problem: Problem): Promise<void> =>
    output.result(`${problem.kind.padEnd(12)} ${problem.key}  (${problem.detail})`, problem);
  try {
    const found = await verifyBatch(deps, batch.batchId, { signal, onProblem });
    const wrong = rows ? await checkRows(rows, output) : 0;
    await output.result(summaryOf(found), { batchId: batch.batchId, ...found });
    if (signal.aborted) return exitCodes.interrupted;
    return errorsIn(found) + wrong > 0 ? exitCodes.withErrors : exitCodes.done;
  } finally {
    await close();
  }
};

const verify = async (workspace: Workspace, context: Context, batch: Batch): Promise<number> => {
  if (isForStage(batch, context.values)) return verifyByStage(batch, context);
  if (batch.plan.register && !workspace.stage)
    throw new CommandProblem(
      'The batch registered its files in a stage. Name it with --stage, or --local.',
    );
  return withStored(batch.plan.target, context, (reading) =>
    verifyHere(batch, workspace, context, reading),
  );
};

/** `keepsake verify`. */
export const command: Command = {
  summary: 'read every file back and compare it; find objects that no record names',
  operands: '<batch>…',
  examples: ['keepsake verify bat_20300101-090000-1a2b3c --compare-source'],
  options: {
    'compare-source': {
      type: 'boolean',
      help: 'also read the source again: files that changed, vanished or are new',
    },
    here: {
      type: 'boolean',
      help: "read every file on this machine, also of a batch that the stage's workflow moved",
    },
    ...apiOptions,
    ...databaseOptions,
    ...readingOptions,
  },
  run: (context) =>
    inWorkspace(
      context.settings,
      (workspace) => eachBatch(workspace, context, (batch) => verify(workspace, context, batch)),
      databasePatience(context),
    ),
};
