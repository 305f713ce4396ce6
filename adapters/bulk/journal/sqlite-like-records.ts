import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import { endsOf, type SqliteUnchanged } from './sqlite-unchanged.ts';

/** A source whose list has another order, such as SQL rows, has other files in between. */
const mostInBetween = 2;

/**
 * The batch's records of the same files. Files that are listed together are neighbours in the index
 * of paths: one range has most of them, and costs a tenth of a statement for each.
 */
export const likeRecords = (
  { journal, unchanged }: { journal: SqliteJournal; unchanged: SqliteUnchanged },
  { batchId, records }: { batchId: string; records: readonly BatchRecord[] },
): BatchRecord[] => {
  unchanged.noteLook(batchId);
  const ends = endsOf(records.map(({ path }) => path));
  const range = journal.prepared(
    bodies('batch_id = ? AND path BETWEEN ? AND ? ORDER BY path LIMIT ?'),
  );
  const one = journal.prepared(bodies('batch_id = ? AND path = ?'));
  const near = parsed(range.get(batchId, ends.low, ends.high, records.length * mostInBetween));
  const byPath = new Map(near.map((record) => [record.path, record]));
  for (const record of unchanged.between(batchId, ends)) byPath.set(record.path, record);
  return records.flatMap(({ path }) => {
    const found = byPath.get(path);
    return found ? [found] : parsed(one.get(batchId, path));
  });
};

/**
 * Rows that this journal wrote, as one text: an object for each row, and a look at each field of
 * it, would cost more than everything else about a file that is unchanged.
 */
const bodies = (rows: string): string =>
  `SELECT '[' || group_concat(body) || ']' AS bodies FROM (SELECT body FROM records WHERE ${rows})`;

const parsed = (row: Record<string, unknown> | undefined): BatchRecord[] =>
  JSON.parse((row?.bodies as string | null) ?? '[]');
