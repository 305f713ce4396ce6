import type { Batch } from '../../core/bulk/model/batch.ts';
import type { DatabaseIdentity } from '../../core/bulk/model/database-identity.ts';
import type { SourceRows } from '../../core/bulk/ports.ts';
import { proveDatabase } from '../../core/bulk/prove-database.ts';
import { textOf } from '../option-values.ts';
import type { Options, Values } from '../options.ts';
import { type DatabaseAccess, databaseUrl } from './database-url.ts';
import { filedPassword, passwordOption } from './password-file.ts';

/** How a database is reached; and consent to work in another one than the batch's. */
export const databaseOptions = {
  ...passwordOption,
  database: {
    type: 'string',
    value: 'host:port/name',
    help: 'postgres: the database that is meant, where it is not the one on record',
  },
} as const satisfies Options;

/** `found`: the database this command reaches, proved to be the batch's. */
type ProvedRows = { rows: SourceRows; found: DatabaseIdentity };

const open = async (
  { source, target }: Batch['plan'],
  access: DatabaseAccess,
): Promise<SourceRows> => {
  const { PostgresRows } = await import('../../adapters/bulk/sql/postgres-rows.ts');
  const { table = '', id = '', column = '' } = source.options;
  return new PostgresRows({
    url: databaseUrl({ source }, access),
    table,
    id,
    column,
    urlOf: (key) => `s3://${target.bucket}/${key}`,
  });
};

/**
 * The rows that name a SQL source's files, in the database the batch belongs to. Throws
 * `BatchRefused` when this command reaches another one.
 */
export const openRows = async (
  batch: Batch,
  values: Values,
  operand?: string,
): Promise<ProvedRows | undefined> => {
  if (batch.plan.source.kind !== 'sql') return undefined;
  const rows = await open(batch.plan, { operand, password: filedPassword(values) });
  try {
    return { rows, found: await proveDatabase(rows, batch, textOf(values, 'database')) };
  } catch (error) {
    await rows.close();
    throw error;
  }
};
