import type { Stretch } from '../shared/model/stretch.ts';
import type { Upload } from '../uploads/model/upload.ts';
import type { ActEnd, AuditEntry, AuditQuery } from './model/audit-entry.ts';
import type { IntegrityRun } from './model/integrity-run.ts';
import type { ParkedMessage } from './model/parked-message.ts';

/** One version in permanent storage. */
export type KeptVersion = { key: string; versionId: string; sizeBytes: number; modifiedAt: Date };

/** Where a version stands in the list. */
export type VersionPosition = Pick<KeptVersion, 'key' | 'versionId'>;

/** Everything in permanent storage. */
export interface KeptVersions {
  /**
   * Every version below a prefix, without delete markers, page by page, in flat memory; those
   * behind a version when one is given. A page may be empty.
   */
  pages(prefix?: string, after?: VersionPosition): AsyncIterable<KeptVersion[]>;
}

/** Runs of the scheduled comparison. */
export interface IntegrityRuns {
  /** The newest first, at most `limit`. Consistent. */
  list(limit: number): Promise<IntegrityRun[]>;
  /** Writes over `run.revision` and answers the new record; throws `StaleRecord`. */
  save(run: IntegrityRun): Promise<IntegrityRun>;
}

/** Everything in the registry. */
export interface RegisteredFiles {
  /**
   * Every upload that is on record as permanent, page by page, in flat memory; may miss what is
   * written meanwhile.
   */
  pages(): AsyncIterable<Upload[]>;
}

/**
 * The append-only record of operators' acts. An entry is written before the act and finished after
 * it, once. No function removes an entry before its time.
 */
export interface Audit {
  /** Throws `TransientFault`. */
  begin(entry: AuditEntry): Promise<void>;
  /** Does nothing if the entry was finished before. Throws `TransientFault`. */
  finish(entryId: string, end: ActEnd): Promise<void>;
  /** Newest first; `next` when there are more. A page may be short. Eventually consistent. */
  list(query: AuditQuery, stretch: Stretch): Promise<{ entries: AuditEntry[]; next?: string }>;
}

/**
 * The messages of a dead-letter queue. A message that was taken is hidden from others for a minute.
 * Every method throws `TransientFault`.
 */
export interface ParkedMessages {
  /** About how many wait. */
  count(): Promise<number>;
  /** Every message there is, once. */
  take(): AsyncGenerator<ParkedMessage>;
  /** Shows a message to others again. */
  release(message: ParkedMessage): Promise<void>;
  remove(message: ParkedMessage): Promise<void>;
  /** Has all messages moved back to where they came from; false where that cannot be. */
  moveBack(): Promise<boolean>;
  /** Sends one message there, then removes it here; after a crash in between it is twice. */
  sendTo(url: string, message: ParkedMessage): Promise<void>;
}
