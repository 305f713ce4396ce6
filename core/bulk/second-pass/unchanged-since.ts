import type { BatchRecord } from '../model/batch.ts';

/** By which batch a file was found to be as an earlier one left it; `now` is ISO 8601. */
export type Unchanged = { batchId: string; earlierId: string; now: string };

/** Fields about the earlier batch. Deleted one by one: few records have them. */
const ofThen = ['multipartId', 'readAt', 'failure', 'uploadId'] as const;

/** The record of a file that is as an earlier batch left it, made from that batch's record. */
export const unchangedSince = (
  earlier: BatchRecord,
  { batchId, earlierId, now }: Unchanged,
): BatchRecord => {
  const record: BatchRecord = {
    ...earlier,
    batchId,
    status: 'skipped',
    created: false,
    reason: `Unchanged since batch ${earlierId}.`,
    attempts: 0,
    updatedAt: now,
  };
  for (const field of ofThen) if (field in record) delete record[field];
  return record;
};
