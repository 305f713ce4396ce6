import type { Stretch } from '../shared/model/stretch.ts';
import type { UnreadableRecord } from '../shared/model/unreadable-record.ts';
import type { Upload } from '../uploads/model/upload.ts';
import type { Alarm } from './model/alarm.ts';
import type { ActEnd, AuditEntry, AuditQuery } from './model/audit-entry.ts';
import type { Figure } from './model/figure.ts';
import type { IntegrityRun } from './model/integrity-run.ts';
import type { ParkedMessage } from './model/parked-message.ts';

/** One version in permanent storage. */
export type KeptVersion = { key: string; versionId: string; sizeBytes: number; modifiedAt: Date };

/** Everything in permanent storage. */
export interface KeptVersions {
  /**
   * Every version, or those below a prefix, without delete markers, page by page, in flat memory.
   * `next`, in printable ASCII, is the position after the page; the last page has none.
   */
  pages(
    prefix: string | undefined,
    after?: string,
  ): AsyncIterable<{ versions: KeptVersion[]; next?: string | undefined }>;
}

/** `unreadable`: records that may be of permanent files. The last page has no `next`. */
export type RegisteredPage = {
  uploads: Upload[];
  unreadable: readonly UnreadableRecord[];
  next?: string | undefined;
};

/** Everything in the registry. */
export interface RegisteredFiles {
  /**
   * Every upload on record as permanent, page by page, in flat memory; may miss records written
   * meanwhile. `next` is the position after the page.
   */
  pages(after?: string): AsyncIterable<RegisteredPage>;
}

/** Runs of the scheduled comparison, at most one per week. */
export interface IntegrityRuns {
  /** Newest first, at most `limit`. Consistent. */
  list(limit: number): Promise<IntegrityRun[]>;
  /**
   * Writes over `run.revision` and returns the new record. Throws `StaleRecord`, also for a new run
   * in a week that has one.
   */
  save(run: IntegrityRun): Promise<IntegrityRun>;
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
 * The messages of a dead-letter queue. A taken message is hidden from others for a minute.
 * Every method throws `TransientFault`.
 */
export interface ParkedMessages {
  /** How many wait, approximately. */
  count(): Promise<number>;
  /** Every message there is, once. */
  take(): AsyncGenerator<ParkedMessage>;
  /** Shows a message to others again. */
  release(message: ParkedMessage): Promise<void>;
  remove(message: ParkedMessage): Promise<void>;
  /** Starts moving all messages to the queue at this URL; false where that is impossible. */
  moveBack(url: string): Promise<boolean>;
  /** Sends a message there, then removes it here; a crash in between duplicates it. */
  sendTo(url: string, message: ParkedMessage): Promise<void>;
}

/** Figures that the functions of a stage counted. Throws `TransientFault`, or the SDK's error. */
export interface Metrics {
  /**
   * One number per figure over `[from, to)`, in the order asked; undefined where none was recorded.
   * `from` and `to` are full five minutes. A metric lags by a minute or two.
   */
  read(
    figures: readonly Figure[],
    stretch: { from: Date; to: Date },
  ): Promise<(number | undefined)[]>;
}

/** The alarms of a stage in one region. */
export interface Alarms {
  /** All of them, unordered. Throws `TransientFault`, or the SDK's error. */
  list(): Promise<Alarm[]>;
}

/** An item of a table as it is stored, whatever record it is. */
export type StoredItem = Readonly<Record<string, unknown>>;

/** A table that a backup was restored to. */
export interface Backup {
  /** All items, page by page, in flat memory. Throws `TransientFault`. */
  pages(): AsyncIterable<StoredItem[]>;
}

/** A table of the stage, for writing back what a backup has. */
export interface RecordTable {
  /** The fields of its key, the partition key first. */
  readonly keyFields: readonly string[];
  /** The item for each of these keys (or items), at most 100. Consistent. */
  findMany(keys: readonly StoredItem[]): Promise<(StoredItem | undefined)[]>;
  /** Writes an item over `over`, or if none is there. False otherwise. Throws `TransientFault`. */
  put(item: StoredItem, over: StoredItem | undefined): Promise<boolean>;
}
