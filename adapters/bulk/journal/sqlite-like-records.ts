import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import type { RecordRow } from './sqlite-rows.ts';
import { endsOf, type SqliteUnchanged } from './sqlite-unchanged.ts';

/** A source whose list has another order, such as SQL rows, has other files in between. */
const mostInBetween = 2;

const columns = 'SELECT body FROM records WHERE batch_id = ?';

/**
 * Rows that this journal wrote. A look at each field would cost more than everything else about a
 * file that is unchanged.
 */
const written = ({ body }: Pick<RecordRow, 'body'>): BatchRecord => JSON.parse(body);

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
  const range = journal.prepared(`${columns} AND path BETWEEN ? AND ? ORDER BY path LIMIT ?`);
  const one = journal.prepared(`${columns} AND path = ?`);
  const most = records.length * mostInBetween;
  const near = (range.all(batchId, ends.low, ends.high, most) as Pick<RecordRow, 'body'>[]).map(
    written,
  );
  const byPath = new Map(near.map((record) => [record.path, record]));
  for (const record of unchanged.between(batchId, ends)) byPath.set(record.path, record);
  return records.flatMap(({ path }) => {
    const found = byPath.get(path);
    if (found) return [found];
    const row = one.get(batchId, path) as Pick<RecordRow, 'body'> | undefined;
    return row ? [written(row)] : [];
  });
};
