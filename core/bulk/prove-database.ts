import { BatchRefused } from '../errors.ts';
import { type BatchDeps, changeBatch } from './change-batch.ts';
import type { Batch } from './model/batch.ts';
import {
  type DatabaseIdentity,
  databaseName,
  isPlannedDatabase,
  isSameDatabase,
} from './model/database-identity.ts';
import type { SourceRows } from './ports.ts';

/**
 * Proves that the database this command reaches is the batch's, and returns which one it is: URLs
 * come from the environment, and the rows of another database must neither be written nor put back.
 * `named`: the database the operator names with this command, as `databaseName` writes it. Throws
 * `BatchRefused`.
 */
export const proveDatabase = async (
  rows: Pick<SourceRows, 'identify'>,
  batch: Batch,
  named?: string,
): Promise<DatabaseIdentity> => {
  const found = await rows.identify();
  if (!isExpected(batch, found) && named !== databaseName(found)) throw refusal(batch, found);
  return found;
};

/** Before the first file, the batch's plan decides. Afterwards, the recorded identity decides. */
const isExpected = ({ database, plan, startedAt }: Batch, found: DatabaseIdentity): boolean => {
  if (database) return isSameDatabase(database, found);
  const { source } = plan;
  return (
    startedAt === undefined && source.kind === 'sql' && isPlannedDatabase(source.options.url, found)
  );
};

const refusal = (batch: Batch, found: DatabaseIdentity): BatchRefused => {
  const { batchId, database, plan } = batch;
  const recorded = database
    ? `${databaseName(database)} (id ${database.id})`
    : `the one of ${plan.source.description}`;
  return new BatchRefused(
    `Batch ${batchId} belongs to the database ${recorded}; this command reaches ` +
      `${databaseName(found)} (id ${found.id}). Nothing was changed. Point KEEPSAKE_SOURCE_URL, ` +
      'PGHOST, PGPORT and PGDATABASE to the first one. If the second one is meant, add ' +
      `--database ${databaseName(found)}.`,
    { context: { batchId, recorded: database?.id, found: found.id } },
  );
};

/** Puts on record which database a run writes to. */
export const recordDatabase = async (
  deps: BatchDeps,
  { batchId }: Batch,
  found: DatabaseIdentity,
): Promise<void> => {
  await changeBatch(deps, batchId, (batch) =>
    batch.database && isSameDatabase(batch.database, found) ? batch : { ...batch, database: found },
  );
};
