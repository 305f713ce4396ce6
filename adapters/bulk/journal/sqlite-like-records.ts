import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import type { RecordRow } from './sqlite-rows.ts';

/** A source whose list has another order, such as SQL rows, has other files in between. */
const mostInBetween = 2;

const columns = 'SELECT seq, body FROM records WHERE batch_id = ?';

/**
 * Rows that this journal wrote. A look at each field would cost more than everything else about a
 * file that is unchanged.
 */
const written = ({ body }: RecordRow): BatchRecord => JSON.parse(body);

const ends = (records: readonly BatchRecord[]): [string, string] => {
  let [low, high] = [records[0]?.path ?? '', records[0]?.path ?? ''];
  for (const { path } of records) {
    if (path < low) low = path;
    if (path > high) high = path;
  }
  return [low, high];
};

/**
 * The batch's records of the same files. Files that are listed together are neighbours in the index
 * of paths: one range has most of them, and costs a tenth of a statement for each.
 */
export const likeRecords = (
  journal: SqliteJournal,
  batchId: string,
  records: readonly BatchRecord[],
): BatchRecord[] => {
  const range = journal.prepared(`${columns} AND path BETWEEN ? AND ? ORDER BY path LIMIT ?`);
  const one = journal.prepared(`${columns} AND path = ?`);
  const near = range.all(batchId, ...ends(records), records.length * mostInBetween) as RecordRow[];
  const byPath = new Map(near.map(written).map((record) => [record.path, record]));
  return records.flatMap(({ path }) => {
    const found = byPath.get(path);
    if (found) return [found];
    const row = one.get(batchId, path) as RecordRow | undefined;
    return row ? [written(row)] : [];
  });
};
