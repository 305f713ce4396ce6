import type { Lease } from './batch.ts';
import type { FileFacts } from './batch-record.ts';

/** Neighbours in the order of their paths, as they are now. */
export type FileGroup = readonly FileFacts[];

/**
 * Groups of files that are as an earlier batch left them, on record without a look at each. What is
 * read of them later are the records that `addUnchanged` takes.
 */
export interface RecordRanges {
  /**
   * The ETags of the files' objects, if all files arrived in the batch, its records say the same of
   * them, and it has no other file between the first and the last. `undefined` otherwise.
   */
  etagsOf(batchId: string, files: FileGroup): Promise<readonly string[] | undefined>;
  /**
   * Adds the files of such a group. False, and nothing is added, if the batch has a record between
   * the first and the last already.
   */
  add(
    batchId: string,
    unchanged: { earlierId: string; files: FileGroup; now: string },
    lease: Lease,
  ): Promise<boolean>;
}
