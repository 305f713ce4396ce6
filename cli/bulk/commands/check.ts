import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { PathSelection, type Selects } from '../../../core/bulk/model/path-selection.ts';
import {
  type Check,
  checkFiles,
  type Difference,
} from '../../../core/bulk/second-pass/check-files.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { bytesText, filesText } from '../../figures.ts';
import { filedPassword, passwordOption } from '../database/password-file.ts';
import { engineOptions } from '../engine-options.ts';
import { ownFiles } from '../own-files.ts';
import { migrationPlan, planOptions } from '../plan/migration-plan.ts';
import { selectionOptions } from '../plan/selection-options.ts';
import { type Reading, withStored } from '../reading.ts';
import { sayEmpty } from '../say/empty-source.ts';
import { sourceExamples, sourceOptions } from '../sources/all-sources.ts';
import { openNewSource } from '../sources/new-source.ts';

const planOf = ({ positionals, values, settings }: Context): BatchPlan => {
  const [source, to, ...more] = positionals;
  if (source === undefined || to === undefined || more.length > 0)
    throw new CommandProblem('Name a source and a destination: keepsake check ./photos s3://b/old');
  return migrationPlan(source, { ...values, to }, { settings, stage: undefined });
};

/** Rows come in the order of their ids, and their objects in the order of their keys. */
const isOneWay = ({ source }: BatchPlan, { values }: Context): boolean =>
  values['one-way'] === true || source.kind === 'sql';

const summaryOf = ({ same, bytes, missing, differs, extra, unreadable }: Check): string =>
  `${filesText(same)} (${bytesText(bytes)}) the same, ${missing} missing, ${differs} different, ` +
  `${extra} extra, ${unreadable} unreadable`;

/** Opens both sides, without a batch and without a journal. */
const open = async (
  plan: BatchPlan,
  { positionals, values, settings }: Context,
  { stored: destination, access, waiters }: Reading,
) => {
  const { openEngine } = await import('../open-migration.ts');
  const operand = positionals[0];
  const own = { ownFiles: ownFiles(values, settings) };
  const opened = await openNewSource(plan, { operand, password: filedPassword(values), ...own });
  const transfers = await openEngine(plan, access, values);
  waiters.push(transfers);
  const selection = new PathSelection(plan);
  const selects: Selects = (path, isFolder) => selection.selects(path, isFolder);
  return { ...opened, destination, transfers, selects, clock: new SystemClock() };
};

const check = async (plan: BatchPlan, context: Context, reading: Reading): Promise<number> => {
  const { values, output } = context;
  const { signal } = reading;
  const deps = await open(plan, context, reading);
  const onDifference = (difference: Difference): Promise<void> =>
    output.result(
      `${difference.kind.padEnd(12)} ${difference.path}  (${difference.detail})`,
      difference,
    );
  try {
    const sizeOnly = values['size-only'] === true;
    const options = { signal, sizeOnly, oneWay: isOneWay(plan, context), onDifference };
    const found = await checkFiles(deps, deps.plan, options);
    await output.result(summaryOf(found), found);
    if (signal.aborted) return exitCodes.interrupted;
    const { same, missing, differs, extra, unreadable } = found;
    const looked = same + missing + differs + unreadable;
    const sight = { ...deps.sight, hasChosen: looked > 0 };
    const isEmpty = sayEmpty({ sight }, { plan: deps.plan, listed: false }, output);
    return isEmpty || looked - same + extra > 0 ? exitCodes.withErrors : exitCodes.done;
  } finally {
    await Promise.all([deps.transfers.close(), deps.source.close()]);
  }
};

/** `keepsake check`. */
export const command: Command = {
  summary: `compare a source with a destination, without a batch: ${sourceExamples}`,
  operands: '<source> <s3://bucket/prefix>',
  examples: ['keepsake check ./photos s3://archive/old --size-only'],
  options: {
    ...selectionOptions,
    names: planOptions.names,
    'size-only': { type: 'boolean', help: 'compare sizes only; read no file' },
    'one-way': { type: 'boolean', help: 'do not look for objects that the source does not have' },
    ...sourceOptions,
    ...passwordOption,
    ...engineOptions,
  },
  run: (context) => {
    const plan = planOf(context);
    return withStored(plan.target, context, (reading) => check(plan, context, reading));
  },
};
