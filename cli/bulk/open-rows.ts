import { encodedKey } from '../../adapters/storage/s3-copy-source.ts';
import type { Batch } from '../../core/bulk/model/batch.ts';
import type { DatabaseIdentity } from '../../core/bulk/model/database-identity.ts';
import type { SourcePlanOf } from '../../core/bulk/model/source-plan.ts';
import type { SourceRows } from '../../core/bulk/ports.ts';
import { proveDatabase } from '../../core/bulk/prove-database.ts';
import { textOf } from '../option-values.ts';
import type { Options, Values } from '../options.ts';
import { databaseUrl } from './database-url.ts';
import { filedPassword, passwordOption } from './password-file.ts';
import type { SourceSecrets } from './sources/source-entry.ts';

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

type Target = Batch['plan']['target'];

/** Below a bucket of AWS, or of an endpoint; characters beyond those of a URL are escaped. */
const publicUrls = (
  { options: { publicUrl } }: SourcePlanOf<'sql'>,
  { bucket, endpoint, region = 'us-east-1' }: Target,
): ((key: string) => string) => {
  const own =
    endpoint === undefined
      ? `https://${bucket}.s3.${region}.amazonaws.com/{key}`
      : `${endpoint.replace(/\/$/, '')}/${bucket}/{key}`;
  const template = (publicUrl ?? own).replaceAll('{bucket}', bucket);
  return (key) => template.replaceAll('{key}', () => encodedKey(key));
};

const open = async (
  source: SourcePlanOf<'sql'>,
  target: Target,
  secrets: SourceSecrets,
): Promise<SourceRows> => {
  const { options } = source;
  const { PostgresRows } = await import('../../adapters/bulk/sql/postgres-rows.ts');
  const { url, table, id, column } = options;
  const urlOf = publicUrls(source, target);
  return new PostgresRows({ url: databaseUrl(url, secrets), table, id, column, urlOf });
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
  const { source, target } = batch.plan;
  if (source.kind !== 'sql') return undefined;
  const rows = await open(source, target, { operand, password: filedPassword(values) });
  try {
    return { rows, found: await proveDatabase(rows, batch, textOf(values, 'database')) };
  } catch (error) {
    await rows.close();
    throw error;
  }
};
