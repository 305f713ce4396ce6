import type { BatchRecord } from '../model/batch.ts';

/** By which batch a file was found to be as an earlier one left it; `now` is ISO 8601. */
export type Unchanged = { batchId: string; earlierId: string; now: string };

/** The record of a file that is as an earlier batch left it, made from that batch's record. */
export const unchangedSince = (
  earlier: BatchRecord,
  { batchId, earlierId, now }: Unchanged,
): BatchRecord => {
  const { multipartId: _parts, readAt: _read, failure: _was, uploadId: _ours, ...facts } = earlier;
  return {
    ...facts,
    batchId,
    status: 'skipped',
    created: false,
    reason: `Unchanged since batch ${earlierId}.`,
    attempts: 0,
    updatedAt: now,
  };
};
