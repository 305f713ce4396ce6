import type { RestoredRows } from '../../../core/bulk/ports.ts';
import { InvalidInput } from '../../../core/errors.ts';
import type { Session } from './database.ts';
import type { FileColumn } from './file-column.ts';
import type { RowRecord, RowState } from './row-outcome.ts';
import { type Journaled, returnRow } from './row-return.ts';
import { namedUrls, returnRows, selectRows } from './row-statements.ts';
import { updatedIds } from './write-rows.ts';

type Sharing = { column: FileColumn; batchId: string; urlOf: (key: string) => string };

/**
 * Ids of records whose objects rows of other batches name by now: rows of another table or column,
 * or the same rows in a later batch.
 */
export const findShared = async (
  session: Session,
  { column, batchId, urlOf }: Sharing,
  records: readonly RowRecord[],
): Promise<ReadonlySet<string>> => {
  const urls = [...new Set(records.map(({ key }) => urlOf(key)))];
  const values = [batchId, column.table, column.column, urls];
  const found = await session.rows<{ url: string }>(namedUrls(column), values);
  const named = new Set(found.map(({ url }) => url));
  return new Set(
    records.filter(({ key }) => named.has(urlOf(key))).map(({ recordId }) => recordId),
  );
};

type Restoring = { column: FileColumn; batchId: string };

/** Restores the rows of these files to their values before the batch. Runs in a transaction. */
export async function restoreRows(
  session: Session,
  restoring: Restoring,
  records: readonly RowRecord[],
): Promise<RestoredRows> {
  const { column, batchId } = restoring;
  const byId = Map.groupBy(records, ({ row }) => row.id);
  const rows = await readJournal(session, restoring, [...byId.keys()]);
  const ours = rows.filter(({ state }) => state.migration_batch_id === batchId);
  const kept = rows.length - ours.length;
  if (ours.length === 0) return { restored: 0, kept };
  const returned = ours.map((row) => ({
    id: row.id,
    ...returnRow(
      row,
      (byId.get(row.id) ?? []).map(({ row: { index } }) => index),
    ),
  }));
  const done = returned.filter(({ isDone }) => isDone).map(({ id }) => id);
  const of = [batchId, column.table, column.column];
  const { pass, log, forget } = returnRows(column);
  const written = await updatedIds(session, column, returned);
  if (returned.some(({ id }) => !written.has(id))) throw keptByDatabase(column);
  await session.rows(pass, [...of, done]);
  await session.rows(log, [...of, logged(ours.flatMap(({ id }) => byId.get(id) ?? []))]);
  await session.rows(forget, [...of, done]);
  return { restored: done.length, kept };
}

type Found = Omit<Journaled, 'before'>;

const readJournal = async (
  session: Session,
  { column, batchId }: Restoring,
  ids: readonly string[],
): Promise<Journaled[]> => {
  const found = await session.rows<Found>(selectRows(column), [ids]);
  const of = [batchId, column.table, column.column, ids];
  const noted = await session.rows<{ id: string; before: RowState }>(
    returnRows(column).journal,
    of,
  );
  const beforeOf = new Map(noted.map(({ id, before }) => [id, before]));
  return found.flatMap((row) => {
    const before = beforeOf.get(row.id);
    return before ? [{ ...row, before }] : [];
  });
};

/** Their files must stay, because the rows still name them. */
const keptByDatabase = ({ table }: FileColumn): InvalidInput =>
  InvalidInput.of(
    'database',
    `A trigger, a rule or row-level security of ${table} keeps rows from being restored. ` +
      'Their files stay. Allow the change, then roll back again.',
  );

const logged = (records: readonly RowRecord[]): string =>
  JSON.stringify(records.map(({ row }) => ({ record_id: row.id, old_url: row.value })));
