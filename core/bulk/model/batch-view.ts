import type { Batch, BatchCounts } from './batch.ts';
import { totalOf } from './batch-counts.ts';

/** A batch as its operators see it: the same words for the command line and the API. */
export const batchView = (
  { plan, revision: _internal, database: _proof, ...batch }: Batch,
  counts: BatchCounts,
) => {
  const total = totalOf(counts);
  const done = total.files - counts.planned.files;
  return {
    ...batch,
    source: plan.source.description,
    target: `s3://${plan.target.bucket}/${plan.target.prefix}`,
    ...(plan.target.endpoint !== undefined && { endpoint: plan.target.endpoint }),
    ...(plan.register && { ownerId: plan.register.ownerId, category: plan.register.category }),
    atomic: plan.atomic,
    counts,
    total,
    /** Share of the files listed so far; whole percents, 100 only when nothing is left. */
    percent: total.files === 0 ? 0 : Math.floor((done / total.files) * 100),
  };
};

export type BatchView = ReturnType<typeof batchView>;
