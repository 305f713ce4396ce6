import type { Patience } from '../../../adapters/bulk/transfer/engine/patience.ts';
import type { Batch } from '../../../core/bulk/model/batch.ts';
import type { DatabaseIdentity } from '../../../core/bulk/model/database-identity.ts';
import type { SourcePlanOf } from '../../../core/bulk/model/source-plan.ts';
import type { SourceRows } from '../../../core/bulk/ports.ts';
import { proveDatabase } from '../../../core/bulk/prove-database.ts';
import type { Access } from '../../aws-access.ts';
import { textOf } from '../../option-values.ts';
import type { Options, Values } from '../../options.ts';
import type { SourceSecrets } from '../sources/source-entry.ts';
import { fileColumnOf } from '../sources/sql.ts';
import { databaseUrl } from './database-url.ts';
import { filedPassword, passwordOption } from './password-file.ts';
import { publicUrls } from './public-urls.ts';

/** How a database is reached; and consent to work in another one than the batch's. */
export const databaseOptions = {
  ...passwordOption,
  database: {
    type: 'string',
    value: 'host:port/name',
    help: 'postgres: the database to use, if it is not the one on record',
  },
} as const satisfies Options;

/** `found`: the database this command reaches, proved to be the batch's. */
type ProvedRows = { rows: SourceRows; found: DatabaseIdentity };

/** How the command was called, and how it reaches the destination. */
type Reached = {
  values: Values;
  access: Pick<Access, 'region' | 'endpoint'>;
  operand?: string;
  patience?: Patience | undefined;
};

/**
 * The rows that name a SQL source's files, in the database the batch belongs to. Throws
 * `BatchRefused` when this command reaches another one.
 */
export const openRows = async (
  batch: Batch,
  { values, access, operand, patience }: Reached,
): Promise<ProvedRows | undefined> => {
  const { source, target } = batch.plan;
  if (source.kind !== 'sql') return undefined;
  const secrets = { operand, password: filedPassword(values), patience };
  const rows = await open(source, { bucket: target.bucket, access, secrets });
  try {
    return { rows, found: await proveDatabase(rows, batch, textOf(values, 'database')) };
  } catch (error) {
    await rows.close();
    throw error;
  }
};

const open = async (
  source: SourcePlanOf<'sql'>,
  { bucket, access, secrets }: { bucket: string; secrets: SourceSecrets } & Pick<Reached, 'access'>,
): Promise<SourceRows> => {
  const { options } = source;
  const { PostgresRows } = await import('../../../adapters/bulk/sql/postgres-rows.ts');
  const { url, publicUrl, indexUrls = false } = options;
  const urls = publicUrls(publicUrl, access);
  const urlOf = (key: string): string => urls({ bucket, key });
  const names = fileColumnOf(options);
  const { patience } = secrets;
  return new PostgresRows({
    ...{ url: databaseUrl(url, secrets), patience },
    ...names,
    urlOf,
    indexUrls,
  });
};
