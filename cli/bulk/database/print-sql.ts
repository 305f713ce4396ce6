import type { TracedStep } from '../../../adapters/bulk/sql/trace/trace-migration.ts';
import type { Statement } from '../../../adapters/bulk/sql/trace/traced-database.ts';
import type { Batch } from '../../../core/bulk/model/batch.ts';
import { targetAccess } from '../../aws-access.ts';
import type { Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { detailColumnsOf, fileColumnOf } from '../sources/sql.ts';
import { databaseUrl } from './database-url.ts';
import { filedPassword } from './password-file.ts';
import { publicUrls } from './public-urls.ts';

export const printSqlOption = {
  'print-sql': {
    type: 'boolean',
    help: 'postgres: only print the SQL that the migration would run',
  },
} as const;

/** Prints what a batch would run in its database, as SQL. The batch needs not be on record. */
export const printSql = async (batch: Batch, isNew: boolean, context: Context): Promise<number> => {
  const { output } = context;
  const steps = await stepsOf(batch, isNew ? '<batch>' : batch.batchId, context);
  for (const { what, statements } of steps) {
    if (!output.isJson) await output.result(['', `-- ${what}.`], {});
    for (const statement of statements) {
      const { sql, values: parameters } = statement;
      await output.result(linesOf(statement), { step: what, sql, parameters });
    }
  }
  return exitCodes.done;
};

const stepsOf = async (batch: Batch, batchId: string, context: Context): Promise<TracedStep[]> => {
  const { source, target } = batch.plan;
  if (source.kind !== 'sql')
    throw new CommandProblem('--print-sql goes with a database: postgres://…');
  const { url, publicUrl, indexUrls = false } = source.options;
  const { traceMigration } = await import('../../../adapters/bulk/sql/trace/trace-migration.ts');
  const { values, positionals, settings } = context;
  const secrets = { operand: positionals[0], password: filedPassword(values) };
  const urls = publicUrls(publicUrl, await targetAccess(settings, target));
  return traceMigration({
    url: databaseUrl(url, secrets),
    ...fileColumnOf(source.options),
    ...{ indexUrls, batchId },
    details: detailColumnsOf(source.options),
    urlOf: (key) => urls({ bucket: target.bucket, key }),
  });
};

const linesOf = ({ sql, values }: Statement): string[] => [
  ...`${sql};`.split('\n'),
  ...values.map((value, index) => `--   $${index + 1}: ${JSON.stringify(value)}`),
];
