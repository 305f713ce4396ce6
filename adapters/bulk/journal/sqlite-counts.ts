import type { BatchCounts, RecordStatus } from '../../../core/bulk/model/batch.ts';
import { noCounts } from '../../../core/bulk/model/batch-counts.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import type { SqliteUnchanged } from './sqlite-unchanged.ts';

/** Counts a batch's rows and ranges by their state. */
export const countRecords = (
  { journal, unchanged }: { journal: SqliteJournal; unchanged: SqliteUnchanged },
  batchId: string,
): BatchCounts => {
  const rows = journal
    .prepared(
      `SELECT status, count(*) AS files, sum(bytes) AS bytes FROM records WHERE batch_id = ?
        GROUP BY status`,
    )
    .all(batchId) as { status: RecordStatus; files: number; bytes: number }[];
  const counts = noCounts();
  for (const { status, files, bytes } of rows) counts[status] = { files, bytes };
  const { files, bytes } = unchanged.counts(batchId);
  counts.skipped = { files: counts.skipped.files + files, bytes: counts.skipped.bytes + bytes };
  return counts;
};
