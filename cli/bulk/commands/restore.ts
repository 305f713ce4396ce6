import { awsError } from '../../../adapters/aws/aws-errors.ts';
import { RestoredFolder } from '../../../adapters/bulk/restored-folder.ts';
import type { Patience } from '../../../adapters/bulk/transfer/engine/patience.ts';
import { isAboutCaller } from '../../../adapters/storage/s3-refusals.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { PathSelection } from '../../../core/bulk/model/path-selection.ts';
import { restoreBatch } from '../../../core/bulk/restore/restore-batch.ts';
import type {
  RestoreDeps,
  Restored,
  RestoreOptions,
} from '../../../core/bulk/restore/restore-files.ts';
import {
  leftOutReasons,
  type RestoredUploads,
  restoreUploads,
} from '../../../core/bulk/restore/restore-uploads.ts';
import { TransientFault } from '../../../core/errors.ts';
import type { UnreadableRecord } from '../../../core/shared/model/unreadable-record.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { bytesText, filesText } from '../../figures.ts';
import { inWorkspace } from '../../open-workspace.ts';
import { textOf, textsOf } from '../../option-values.ts';
import type { Values } from '../../options.ts';
import { tellUnreadable } from '../../unreadable-line.ts';
import type { Workspace } from '../../workspace.ts';
import { databasePatience } from '../database/database-patience.ts';
import { eachBatch } from '../one-by-one.ts';
import type { RegistryScope } from '../open-registry.ts';
import { selectionOptions } from '../plan/selection-options.ts';
import { readingOptions, withStored } from '../reading.ts';

const { include, exclude, 'ignore-case': ignoreCase } = selectionOptions;

const nameOf = (error: unknown): string => awsError(error).name ?? 'unknown';

/** Storage answers, and fails one request. */
const isOfOneFile = (cause: unknown): boolean =>
  awsError(cause).$metadata !== undefined || nameOf(cause) === 'ConnectionLost';

/** The folder takes no file, or storage does not answer or take the credentials. */
const isOfAll = (error: unknown): boolean =>
  error instanceof TransientFault
    ? !isOfOneFile(error.cause)
    : isAboutCaller(nameOf(error)) || nameOf(error) === 'Interrupted';

const goingOn = (error: unknown): unknown => {
  if (!(error instanceof TransientFault)) return error;
  const message = `${error.message} It goes on: files that are there are not read again.`;
  return new TransientFault(message, { cause: error, context: error.context });
};

const folderOf = (values: Values): string => {
  const into = textOf(values, 'into');
  if (!into) throw new CommandProblem('Name the folder: --into ./folder.');
  return into;
};

const optionsOf = ({ values, output }: Context, signal: AbortSignal): RestoreOptions => {
  const selection = new PathSelection({
    include: textsOf(values, 'include'),
    exclude: textsOf(values, 'exclude'),
    ignoreCase: values['ignore-case'] === true,
  });
  return {
    signal,
    overwrite: values.overwrite === true,
    selects: (path) => selection.selects(path),
    onFailure: (path, message) => output.result(`failed  ${path}  (${message})`, { path, message }),
  };
};

const summaryOf = (into: string, { restored, bytes, present, failed }: Restored): string =>
  `${filesText(restored)} (${bytesText(bytes)}) restored to ${into}, ` +
  `${present} there before, ${failed} failed`;

const registryText = (done: Restored | RestoredUploads): string => {
  if (!('leftOut' in done)) return '';
  const { leftOut, unreadable } = done;
  const reasons = leftOutReasons.filter((reason) => leftOut[reason] > 0);
  const texts = reasons.map((reason) => `, ${leftOut[reason]} left out (${reason})`);
  return texts.join('') + (unreadable > 0 ? `, ${unreadable} whose record cannot be read` : '');
};

/** Files that were wanted, and are not in the folder. */
const lackingIn = (done: Restored | RestoredUploads): number => {
  if (!('leftOut' in done)) return done.failed;
  const { failed, unreadable, leftOut } = done;
  return failed + unreadable + leftOut.temporary + leftOut.elsewhere;
};

type Work = (deps: RestoreDeps, options: RestoreOptions) => Promise<Restored | RestoredUploads>;

const run = (
  context: Context,
  target: BatchPlan['target'],
  {
    work,
    patience,
    ...facts
  }: { work: Work; patience: Patience; batchId?: string; isPrivate?: boolean },
): Promise<number> =>
  withStored(target, context, async ({ stored, signal }) => {
    signal.addEventListener('abort', () => patience.interrupt());
    const { output, values } = context;
    const { isPrivate, ...named } = facts;
    const into = folderOf(values);
    const folder = new RestoredFolder(into, { isPrivate });
    const endsAll = (error: unknown): boolean => stored.isUnreachable || isOfAll(error);
    const deps = { stored, folder, endsAll };
    const done = await work(deps, optionsOf(context, signal)).catch((error) => {
      throw goingOn(error);
    });
    await output.result(summaryOf(into, done) + registryText(done), { ...named, into, ...done });
    if (signal.aborted) return exitCodes.interrupted;
    const isEmpty = done.restored + done.present === 0;
    if (isEmpty && lackingIn(done) === 0) output.say('No file was wanted, so none was restored.');
    return isEmpty || lackingIn(done) > 0 ? exitCodes.withErrors : exitCodes.done;
  });

const ofBatches = (context: Context): Promise<number> => {
  const patience = databasePatience(context);
  const restore = (workspace: Workspace): Promise<number> =>
    eachBatch(workspace, context, ({ batchId, plan }) => {
      const { batches } = workspace;
      const work: Work = (deps, options) => restoreBatch({ ...deps, batches }, batchId, options);
      return run(context, plan.target, { work, batchId, patience });
    });
  return inWorkspace(context.settings, restore, patience);
};

const ofRegistry = async (context: Context, scope: RegistryScope): Promise<number> => {
  const { openRegistry } = await import('../open-registry.ts');
  const patience = databasePatience(context);
  const registry = await openRegistry(context.settings, patience);
  const onUnreadable = (record: UnreadableRecord) => tellUnreadable(context.output, record);
  const work: Work = (deps, options) =>
    restoreUploads({ ...deps, ...registry }, registry.pages(scope), { ...options, onUnreadable });
  const target = { bucket: registry.filesBucket, prefix: '' };
  return run(context, target, { work, patience, isPrivate: true }).finally(registry.close);
};

/** What of a registry is wanted; `undefined`: batches are. */
const scopeIn = ({ positionals, values }: Context): RegistryScope | undefined => {
  const [orderId, ownerId, category] = ['order', 'owner', 'category'].map((name) => {
    const value = textOf(values, name);
    if (value === '') throw new CommandProblem(`--${name} is empty.`);
    return value;
  });
  const ways = [
    positionals.length > 0,
    values.all === true,
    orderId !== undefined,
    ownerId !== undefined || category !== undefined,
  ];
  if (ways.filter(Boolean).length !== 1)
    throw new CommandProblem(
      'Name what to restore: batches, or, of a stage, --order, --owner, --category or --all.',
    );
  return positionals.length > 0 ? undefined : { orderId, ownerId, category };
};

/** `keepsake restore`. */
export const command: Command = {
  summary:
    'write stored files into a folder, each compared with its SHA-256: of batches or a stage',
  operands: '[<batch>…]',
  options: {
    into: { type: 'string', value: 'folder', help: 'where the files go' },
    owner: { type: 'string', value: 'id', help: "the stage's permanent files of this owner" },
    category: {
      type: 'string',
      value: 'name',
      help: "the stage's permanent files of this category",
    },
    order: { type: 'string', value: 'id', help: "the stage's permanent files of this order" },
    all: { type: 'boolean', help: 'every permanent file of the stage' },
    include,
    exclude,
    'ignore-case': ignoreCase,
    overwrite: { type: 'boolean', help: 'replace files in the folder that differ' },
    ...readingOptions,
  },
  examples: [
    "keepsake restore bat_20300101-090000-1a2b3c --into ./back --include '2019/**'",
    'keepsake restore --stage prod --owner usr_42 --into ./back',
    'keepsake restore --stage prod --all --into ./back --bwlimit 50M',
  ],
  run: (context) => {
    folderOf(context.values);
    const scope = scopeIn(context);
    return scope ? ofRegistry(context, scope) : ofBatches(context);
  },
};
