import type { StoredItem } from '../../../core/operations/ports.ts';
import {
  type RecoveryOutcome,
  type RecoveryReport,
  recoverRecords,
} from '../../../core/operations/recover-records.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { operandOf, textOf } from '../../option-values.ts';
import { openRecovery, type RecoverySource } from '../open-recovery.ts';

const sourceOf = ({ positionals, values }: Context): RecoverySource => {
  const [name, table] = [operandOf(positionals, 'table'), textOf(values, 'from')];
  if (table === undefined) throw new CommandProblem('Name the restored table: --from <table>.');
  const filesFrom = textOf(values, 'files-from');
  if (filesFrom !== undefined && name !== 'uploads')
    throw new CommandProblem('--files-from brings the files of uploads: recover that table.');
  return { name, table, region: textOf(values, 'from-region'), filesFrom };
};

const summaryText = (report: RecoveryReport): string =>
  `${report.same} the same, ${report.missing} missing, ${report.different} different, ` +
  `${report.erased} erased since, ${report.temporary} of temporary storage, ${report.lost} ` +
  `without a copy of their file, ${report.occupied} with other bytes under their key, ` +
  `${report.changed} changed meanwhile, ${report.foreign} of another table; ` +
  `${report.written} written`;

/** Records that the stage still lacks, or has otherwise than the backup. */
const open = (report: RecoveryReport): number => {
  const { missing, different, lost, occupied, changed, foreign, written } = report;
  return missing + different + lost + occupied + changed + foreign - written;
};

const recover = async (context: Context): Promise<number> => {
  const { values, settings, output } = context;
  const { close, ...deps } = await openRecovery(settings, sourceOf(context));
  const { keyFields } = deps.records;
  const onRecord = (item: StoredItem, outcome: RecoveryOutcome) => {
    const key = keyFields.map((field) => `${item[field]}`);
    return output.result(`${outcome.padEnd(9)} ${key.join('  ')}`, { kind: outcome, key });
  };
  const [apply, overwrite] = [values.apply === true, values.overwrite === true];
  const report = await recoverRecords(deps, { apply, overwrite, onRecord }).finally(close);
  await output.result(summaryText(report), { kind: 'summary', ...report });
  if (!apply) output.say('Nothing was changed. Do it with --apply.');
  return open(report) > 0 ? exitCodes.withErrors : exitCodes.done;
};

/** `keepsake recover`. */
export const command: Command = {
  summary: 'compare a table with a restored backup of it, and write back what is missing',
  operands: '<table>',
  examples: [
    'keepsake recover uploads --from keepsake-restored --stage prod',
    'keepsake recover uploads --from keepsake-restored --apply --stage prod',
  ],
  options: {
    from: { type: 'string', value: 'table', help: 'the table that the backup was restored to' },
    'from-region': { type: 'string', value: 'region', help: "its region, if not the stage's" },
    'files-from': {
      type: 'string',
      value: 'bucket',
      help: 'copy the files of uploads from this bucket, e.g. of the second region',
    },
    overwrite: { type: 'boolean', help: 'also overwrite records that differ' },
    apply: { type: 'boolean', help: 'do it; by default, only show what it would do' },
  },
  run: recover,
};
