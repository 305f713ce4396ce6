import type { Batch, BatchRecord } from './model/batch.ts';
import { failedOutcome } from './model/batch-record.ts';
import { jobOf } from './model/job-of-record.ts';
import type { SourceFile, TransferJob, TransferOutcome } from './model/transfer.ts';
import { type Known, type SecondPass, skipped } from './second-pass/second-pass.ts';

/**
 * The record after an outcome. Where nothing but the journal hears of it, a file whose outcome is
 * known when it is listed is recorded once instead of twice.
 */
export type Settle = (record: BatchRecord, outcome: TransferOutcome) => BatchRecord;

/** One record to work on: with a job, or with the outcome that needs none. */
export type Work =
  | { record: BatchRecord; job: TransferJob }
  | { record: BatchRecord; outcome: TransferOutcome };

/**
 * Records to work on, and records that are on file already as they ended. `unchanged`: so many more
 * are on file, for files that are as an earlier batch left them.
 */
export type WorkGroup = {
  work: readonly Work[];
  filed?: readonly BatchRecord[];
  unchanged?: number;
};

/** A record and its file as it is now; `undefined` when it is gone. */
export type Found = { record: BatchRecord; file: SourceFile | undefined };

const gone = { code: 'SourceMissing', message: 'The file is gone from its source.' };

/** What is to do for a record, after a verdict. */
export const planWork = (
  { plan }: Batch,
  { record, file }: Found,
  known: Known | undefined,
): Work => {
  const failure = record.status === 'planned' ? record.failure : undefined;
  if (failure || !file || file.problem)
    return { record, outcome: failedOutcome(record, failure ?? file?.problem ?? gone) };
  if (known && 'asThen' in known) return { record, outcome: skipped(record, known.asThen) };
  if (known && 'outcome' in known) return { record, ...known };
  return { record, job: jobOf(plan, record, file.location, known?.known) };
};

/** Verdicts on files that can be taken, in the order of what was found. */
export const judgeAll = async (
  found: readonly Found[],
  secondPass: SecondPass | undefined,
): Promise<readonly (Known | undefined)[]> => {
  if (!secondPass) return [];
  const takable = found.filter(({ file }) => file && !file.problem);
  const known = await secondPass.judge(takable.map(({ record }) => record));
  if (takable.length === found.length) return known;
  const byRecord = new Map(takable.map(({ record }, index) => [record, known[index]]));
  return found.map(({ record }) => byRecord.get(record));
};
