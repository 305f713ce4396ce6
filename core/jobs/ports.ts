import type { RecordErasure } from '../retention/model/erasure.ts';
import type { Stretch } from '../shared/model/stretch.ts';
import type { Job, JobQuery } from './model/job.ts';

/** Processing jobs. Reads are consistent, lists eventually. */
export interface Jobs {
  /** Throws `AlreadyExists`. */
  create(job: Job): Promise<void>;
  find(jobId: string): Promise<Job | undefined>;
  /** Those that exist, in no particular order. */
  findMany(jobIds: readonly string[]): Promise<Job[]>;
  /**
   * Writes over `job.revision` and returns the new record; throws `StaleRecord`. A lost answer is
   * recognised, not an error.
   */
  save(job: Job): Promise<Job>;
  /** Deletes the job as read and writes the ledger, in one transaction. Throws `StaleRecord`. */
  erase(job: Job, entry: RecordErasure): Promise<void>;
  /** Newest first; `next` when there are more. A page may be short. */
  list(query: JobQuery, stretch: Stretch): Promise<{ jobs: Job[]; next?: string }>;
  /** Job ids for the reconciler, unchanged since `before`, oldest first; eventually consistent. */
  needingAttention(before: Date): AsyncIterable<string>;
}
