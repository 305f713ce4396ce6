import type { BatchRecord } from './model/batch.ts';
import type { SourceRows } from './ports.ts';

/** Writes files' outcomes to the source's rows. A row that could not be written has changed. */
export const noteRows = async (
  rows: SourceRows | undefined,
  records: readonly BatchRecord[],
): Promise<readonly BatchRecord[]> => {
  const unwritten = (await rows?.writeOutcomes(records)) ?? [];
  const reasons = new Map(unwritten.map(({ recordId, reason }) => [recordId, reason]));
  return records.map((record) => {
    const reason = reasons.get(record.recordId);
    return reason === undefined ? record : { ...record, status: 'changed', reason };
  });
};
