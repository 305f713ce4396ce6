import type { BatchRecord } from './model/batch.ts';
import type { SourceRows } from './ports.ts';

const moved = (record: BatchRecord): BatchRecord => ({
  ...record,
  status: 'changed',
  reason: 'Its row names another file by now, or the database keeps it from being written.',
});

/**
 * Tells the source's rows what became of their files; a file whose row was changed meanwhile has
 * changed.
 */
export const noteRows = async (
  rows: SourceRows | undefined,
  records: readonly BatchRecord[],
): Promise<readonly BatchRecord[]> => {
  const stale = new Set(await rows?.writeOutcomes(records));
  return stale.size === 0
    ? records
    : records.map((record) => (stale.has(record.recordId) ? moved(record) : record));
};
