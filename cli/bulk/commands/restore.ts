import { awsError } from '../../../adapters/aws/aws-errors.ts';
import { RestoredFolder } from '../../../adapters/bulk/restored-folder.ts';
import { isAboutCaller } from '../../../adapters/storage/s3-refusals.ts';
import { readBatch } from '../../../core/bulk/change-batch.ts';
import { PathSelection } from '../../../core/bulk/model/path-selection.ts';
import { restoreBatch } from '../../../core/bulk/restore/restore-batch.ts';
import { TransientFault } from '../../../core/errors.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { bytesText, filesText } from '../../figures.ts';
import { inWorkspace } from '../../open-workspace.ts';
import { operandOf, textOf, textsOf } from '../../option-values.ts';
import type { Workspace } from '../../workspace.ts';
import { selectionOptions } from '../plan/selection-options.ts';
import { onInterrupt } from '../run-migration.ts';

const { include, exclude, 'ignore-case': ignoreCase } = selectionOptions;

/** True if no file can be restored any more. A 500 concerns a single request. */
const endsAll = (error: unknown): boolean => {
  const { name = 'unknown' } = awsError(error);
  return error instanceof TransientFault
    ? awsError(error.cause).$metadata?.httpStatusCode !== 500
    : isAboutCaller(name);
};

const goingOn = (error: unknown): unknown => {
  if (!(error instanceof TransientFault)) return error;
  const message = `${error.message} It goes on: files that are there are not read again.`;
  return new TransientFault(message, { cause: error, context: error.context });
};

const restore = async (workspace: Workspace, context: Context): Promise<number> => {
  const { positionals, values, settings, output } = context;
  const into = textOf(values, 'into');
  if (into === undefined) throw new CommandProblem('Name the folder: --into ./folder.');
  const batch = await readBatch(workspace, operandOf(positionals, 'batch'));
  const { openDestination } = await import('../open-migration.ts');
  const { destination } = await openDestination(batch.plan, settings);
  const selection = new PathSelection({
    include: textsOf(values, 'include'),
    exclude: textsOf(values, 'exclude'),
    ignoreCase: values['ignore-case'] === true,
  });
  const { signal, off } = onInterrupt(output);
  const deps = {
    batches: workspace.batches,
    destination,
    folder: new RestoredFolder(into),
    endsAll,
  };
  const done = await restoreBatch(deps, batch.batchId, {
    signal,
    overwrite: values.overwrite === true,
    selects: (path) => selection.selects(path),
    onFailure: (path, message) => output.result(`failed  ${path}  (${message})`, { path, message }),
  })
    .catch((error) => {
      throw goingOn(error);
    })
    .finally(off);
  await output.result(
    `${filesText(done.restored)} (${bytesText(done.bytes)}) restored to ${into}, ` +
      `${done.present} there before, ${done.failed} failed`,
    { batchId: batch.batchId, into, ...done },
  );
  if (signal.aborted) return exitCodes.interrupted;
  return done.failed > 0 ? exitCodes.withErrors : exitCodes.done;
};

/** `keepsake restore`. */
export const command: Command = {
  summary: "write a batch's files into a folder, each compared with its SHA-256",
  operands: '<batch>',
  options: {
    into: { type: 'string', value: 'folder', help: 'where the files go, under their old paths' },
    include,
    exclude,
    'ignore-case': ignoreCase,
    overwrite: { type: 'boolean', help: 'replace files in the folder that differ' },
  },
  examples: ["keepsake restore bat_20300101-090000-1a2b3c --into ./back --include '2019/**'"],
  run: (context) => inWorkspace(context.settings, (workspace) => restore(workspace, context)),
};
