import { type BatchCounts, type RecordStatus, recordStatuses } from './batch.ts';

/** Nothing in any state. */
export const noCounts = (): BatchCounts =>
  Object.fromEntries(
    recordStatuses.map((status) => [status, { files: 0, bytes: 0 }]),
  ) as BatchCounts;

type Counted = { status: RecordStatus; sizeBytes?: number | undefined };

/** The counts with one record more (`sign` 1) or less (-1); changes them in place. */
export const count = (
  counts: BatchCounts,
  { status, sizeBytes = 0 }: Counted,
  sign: 1 | -1 = 1,
): void => {
  counts[status].files += sign;
  counts[status].bytes += sign * sizeBytes;
};

/** All files of a batch, in every state. */
export const totalOf = (counts: BatchCounts): { files: number; bytes: number } =>
  Object.values(counts).reduce(
    (sum, { files, bytes }) => ({ files: sum.files + files, bytes: sum.bytes + bytes }),
    { files: 0, bytes: 0 },
  );

/** Files a person has to look at. */
export const errorsOf = (counts: BatchCounts): number => counts.failed.files + counts.changed.files;
