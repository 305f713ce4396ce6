import { InvalidInput } from '../../../core/errors.ts';
import type { Session } from './database.ts';
import type { FileColumn } from './file-column.ts';
import { assertOwnJournal, shutJournal } from './journal-guard.ts';
import {
  findPresent,
  isOldProgress,
  missingLogColumns,
  missingObjects,
  wrongTypes,
} from './present-objects.ts';
import {
  journalTables,
  names,
  narrowLog,
  neededObjects,
  progressView,
  type SchemaObject,
  sharedIn,
  widenLog,
} from './recorded-schema.ts';

/**
 * Prepares one schema at a time per database. The lock time-out is short, because a session that
 * waits for a lock blocks every session behind it.
 */
export const lockSchema = async (session: Session): Promise<void> => {
  await session.rows(`SET LOCAL lock_timeout = '5s'`);
  await session.rows(`SELECT pg_advisory_xact_lock(hashtext('s3_migration'))`);
};

/**
 * Adds missing tables and columns, records the additions, and records that the batch needs them.
 * Runs in a transaction.
 */
export async function prepareSchema(
  session: Session,
  column: FileColumn,
  batchId: string,
): Promise<void> {
  await lockSchema(session);
  await assertOwnJournal(session, column);
  const present = await findPresent(session, column);
  assertUsable([
    ...wrongTypes(column, present),
    ...missingLogColumns(present).map((name) => `${names.log} has no column ${name}`),
  ]);
  for (const statement of journalTables(column)) await session.rows(statement);
  await shutJournal(session, column);
  const narrow = await session.rows(narrowLog, [sharedIn(column, 'log')]);
  if (narrow.length > 0) await session.rows(widenLog(column));
  if (isOldProgress(present)) await session.rows(progressView(column));
  for (const missing of missingObjects(column, present)) {
    await session.rows(missing.create);
    await noteCreated(session, column, missing);
  }
  await session.rows(
    `INSERT INTO ${sharedIn(column, 'batches')} (batch_id, table_name, file_column)
      VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [batchId, column.table, column.column],
  );
}

const assertUsable = (problems: readonly string[]): void => {
  if (problems.length > 0)
    throw new InvalidInput(problems.map((message) => ({ field: 'database', message })));
};

const noteCreated = (
  session: Session,
  column: FileColumn,
  { kind, on, name, shared }: SchemaObject,
): Promise<unknown> =>
  session.rows(
    `INSERT INTO ${sharedIn(column, 'created')} (kind, on_name, name, file_column)
      VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [kind, on, name, shared ? '' : column.column],
  );

/** Drops a batch's tables and columns, unless another batch needs them. Transactional. */
export async function undoSchema(
  session: Session,
  column: FileColumn,
  batchId: string,
): Promise<void> {
  const { table, column: name } = column;
  const ours = 'WHERE table_name = $1 AND file_column = $2';
  await session.rows(`DELETE FROM ${sharedIn(column, 'batches')} ${ours} AND batch_id = $3`, [
    table,
    name,
    batchId,
  ]);
  if ((await countBatches(session, column, ours, [table, name])) === 0)
    await dropCreated(session, column, name);
  if ((await countBatches(session, column)) > 0) return;
  await dropCreated(session, column, '');
  for (const journal of ['rows', 'batches', 'created'] as const)
    await session.rows(`DROP TABLE ${sharedIn(column, journal)}`);
}

const countBatches = async (
  session: Session,
  column: FileColumn,
  where = '',
  values: unknown[] = [],
): Promise<number> =>
  Number(
    (
      await session.rows<{ count: string }>(
        `SELECT count(*) FROM ${sharedIn(column, 'batches')} ${where}`,
        values,
      )
    )[0]?.count,
  );

type Created = Pick<SchemaObject, 'kind' | 'name'> & { on_name: string };

/**
 * Drops what the journal says was added, in the opposite order of making. The journal only chooses
 * among the objects that Keepsake makes: rows that name anything else drop nothing.
 */
async function dropCreated(
  session: Session,
  column: FileColumn,
  fileColumn: string,
): Promise<void> {
  const on = fileColumn === '' ? '' : ' AND on_name = $2';
  const created = await session.rows<Created>(
    `DELETE FROM ${sharedIn(column, 'created')} WHERE file_column = $1${on}
      RETURNING kind, on_name, name`,
    fileColumn === '' ? [''] : [fileColumn, column.table],
  );
  const ours = neededObjects(column)
    .filter(({ shared }) => shared === (fileColumn === ''))
    .filter((object) => created.some((noted) => isOf(object, noted)));
  for (const { drop } of ours.reverse()) await session.rows(drop);
}

const isOf = (object: SchemaObject, { kind, on_name, name }: Created): boolean =>
  object.kind === kind && object.on === on_name && object.name === name;

/** True when the batch was prepared here and not undone. */
export async function isPrepared(
  session: Session,
  column: FileColumn,
  batchId: string,
): Promise<boolean> {
  const [{ there } = { there: false }] = await session.rows<{ there: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS there',
    [sharedIn(column, 'batches')],
  );
  const { table, column: name } = column;
  const where = 'WHERE table_name = $1 AND file_column = $2 AND batch_id = $3';
  return there && (await countBatches(session, column, where, [table, name, batchId])) > 0;
}
