import { exportUploads } from '../../../core/bulk/export/export-uploads.ts';
import type { UnreadableRecord } from '../../../core/shared/model/unreadable-record.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { openTables } from '../../open-stage.ts';
import { operandOf, textOf } from '../../option-values.ts';
import { tellUnreadable } from '../../unreadable-line.ts';
import { operandUrl } from '../database/database-url.ts';
import { filedPassword, passwordOption } from '../database/password-file.ts';
import { publicUrls } from '../database/public-urls.ts';
import { onInterrupt } from '../run-migration.ts';

const usualTable = 'user_uploads';

const databaseOf = ({ positionals, values }: Context): string => {
  const operand = operandOf(positionals, 'database');
  if (!/^postgres(ql)?:\/\//i.test(operand))
    throw new CommandProblem('Name a database: postgres://user@host/name.');
  return operandUrl(operand, filedPassword(values));
};

const interrupted = '\nInterrupted: the page under way is finished. Once more ends at once.';

const run = async (context: Context): Promise<number> => {
  const { values, settings, output } = context;
  const url = databaseOf(context);
  const table = textOf(values, 'table') ?? usualTable;
  const { resources, access, documents, close } = await openTables(settings);
  const { PostgresUploads } = await import('../../../adapters/bulk/export/postgres-uploads.ts');
  const { DynamoUploadsRegistry } = await import(
    '../../../adapters/bulk/export/dynamo-uploads-registry.ts'
  );
  const { uploadsTable } = resources;
  const { region } = access;
  const registry = new DynamoUploadsRegistry(documents, { table: uploadsTable, region });
  const urlOf = publicUrls(textOf(values, 'public-url'), access);
  const copy = new PostgresUploads({ url, table, urlOf });
  const { signal, off } = onInterrupt(output, interrupted);
  try {
    const onUnreadable = (record: UnreadableRecord) => tellUnreadable(output, record);
    const { done, ...counts } = await exportUploads({ registry, copy }, { signal, onUnreadable });
    const { read, written, removed, unreadable } = counts;
    await output.result(
      `${read} uploads read, ${written} rows of ${table} written, ${removed} removed` +
        (unreadable > 0 ? `; ${unreadable} records cannot be read, their rows stay` : '') +
        (done ? '' : '; interrupted, the same command goes on'),
      { table, ...counts, done },
    );
    if (!done) return exitCodes.interrupted;
    return unreadable > 0 ? exitCodes.withErrors : exitCodes.done;
  } finally {
    off();
    await copy.close();
    close();
  }
};

/** `keepsake export-uploads`. */
export const command: Command = {
  summary: 'copy the registry of uploads into a table of PostgreSQL, and keep the copy current',
  operands: '<postgres-url>',
  examples: [
    'keepsake export-uploads postgres://user@host/shop --stage prod',
    'keepsake export-uploads postgres://user@host/shop --stage prod --table media.user_uploads',
  ],
  options: {
    table: { type: 'string', value: 'name', help: `the table, created if missing (${usualTable})` },
    'public-url': {
      type: 'string',
      value: 'template',
      help: "URLs for the rows, https://media.example.com/{key} (the bucket's own)",
    },
    ...passwordOption,
  },
  run,
};
