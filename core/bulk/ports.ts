import type { Batch, BatchCounts, BatchRecord, Lease, RecordStatus } from './model/batch.ts';
import type { DatabaseIdentity } from './model/database-identity.ts';
import type { RecordRanges } from './model/record-ranges.ts';
import type { SourceKind } from './model/source-plan.ts';
import type { SourceFile, TransferJob, TransferOutcome } from './model/transfer.ts';
import type { RecordsPart, SliceOutcome } from './model/verification.ts';

/** Ports of bulk migration. Like all, they throw `TransientFault` for faults worth a retry. */

/** Where legacy files are. */
export interface FileSource {
  readonly kind: SourceKind;
  /** For people, without credentials: `./photos`, `s3://old-media/2019`. */
  readonly description: string;
  /**
   * Lists each path once, in a stable order (bytes of the path; of SQL, by id) and in flat memory,
   * in groups of as many files as come together. `after` is a path that was listed before: the list
   * continues after it. A file that cannot be taken comes with a `problem`. Throws `InvalidInput`
   * when the source itself cannot be used.
   */
  list(after?: string): AsyncIterable<readonly SourceFile[]>;
  /** The file as it is now; `undefined` if it is gone. For paths listed without a `problem`. */
  stat(path: string): Promise<SourceFile | undefined>;
  close(): Promise<void>;
}

/** Records a multipart upload before its first part is sent: a crash loses none. */
export type NoteUpload = (recordId: string, multipartId: string) => Promise<void>;

/** The engine: sends many files at once, as fast as both sides can. */
export interface Transfers {
  /**
   * One outcome per job, as the jobs finish; a failing file never throws. Retries with full jitter,
   * and slows down together on 429 and 503. While a server does not answer, its files wait and do
   * not fail. Throws `TransientFault` when no file can be sent any more. After an abort, transfers
   * in flight finish and the other jobs have no outcome.
   */
  send(
    jobs: AsyncIterable<TransferJob> | Iterable<TransferJob>,
    signal?: AbortSignal,
    noteUpload?: NoteUpload,
  ): AsyncIterable<TransferOutcome>;
  /** Reads only: size and SHA-256 of a source file, for dry runs and verification. */
  hash(
    jobs: AsyncIterable<TransferJob> | Iterable<TransferJob>,
    signal?: AbortSignal,
  ): AsyncIterable<TransferOutcome>;
  /** Files in flight and their progress. Bytes count what left this machine. */
  readonly progress: {
    files: number;
    bytes: number;
    inFlight: number;
    concurrency: number;
    throttled: number;
    /** Files that wait for a server that does not answer. */
    waiting?: number;
    /** The destination turned out to ignore `If-None-Match`. */
    ignoresConditions?: boolean;
    /** The destination turned out not to copy objects server-side, as it was asked to. */
    refusesCopies?: boolean;
  };
  close(): Promise<void>;
}

/** The object under a key at the destination. */
export type StoredObject = {
  key: string;
  sizeBytes: number;
  etag?: string;
  versionId?: string;
  sha256?: string;
  metadata: Readonly<Record<string, string>>;
};

/** An object as a listing of the destination shows it. */
export type ListedObject = Pick<StoredObject, 'key' | 'sizeBytes' | 'etag'>;

/** The destination, for everything off the hot path: reading, listing, removing. */
export interface Destination {
  head(key: string, versionId?: string): Promise<StoredObject | undefined>;
  /** Objects below the destination's prefix after a key, in byte order, page by page. */
  list(after?: string): AsyncIterable<readonly ListedObject[]>;
  /** Reads the whole object; base64. Throws `SourceMissing`. */
  sha256(key: string, versionId?: string): Promise<string>;
  /** Removes a version for good (unversioned: the object). Idempotent: it may be gone. */
  remove(key: string, versionId?: string): Promise<void>;
  /** Aborts an unfinished upload and removes its parts. Idempotent. */
  abort(key: string, multipartId: string): Promise<void>;
}

/**
 * An entry of a folder to restore into. `sha256` is base64; `special` is a link, a device,
 * a pipe or a socket.
 */
export type RestoredEntry = { kind: 'file'; sha256: string } | { kind: 'folder' | 'special' };

/** The folder to restore into. Paths are relative, with `/`. Throws for a path that leads out. */
export interface RestoreFolder {
  /** Call first: makes the folder. Throws `InvalidInput` if it takes no file. */
  prepare(): Promise<void>;
  /** The entry under a path; `undefined` when there is none. */
  look(path: string): Promise<RestoredEntry | undefined>;
  /**
   * Writes a file whole or not at all, over another one only to `replace` it. Throws
   * `SourceChanged` for another hash, and `AlreadyExists`.
   */
  write(
    path: string,
    bytes: AsyncIterable<Uint8Array>,
    expected: { sha256?: string; modifiedAt?: string; replace?: boolean },
  ): Promise<void>;
}

/** Outcomes of verifications' slices. A verification is named by its batch and start. */
export interface SliceOutcomes {
  /** Replaces an earlier outcome of the slice. Kept for 30 days. */
  put(batchId: string, startedAt: string, outcome: SliceOutcome): Promise<void>;
  /** One for each finished slice. Consistent. */
  list(batchId: string, startedAt: string): Promise<SliceOutcome[]>;
}

/**
 * Batches and their records. Reads are consistent. A write under a lease is refused with
 * `AttemptSuperseded` once another process holds the lease.
 */
export interface Batches {
  /** Throws `AlreadyExists`. */
  create(batch: Batch): Promise<void>;
  find(batchId: string): Promise<Batch | undefined>;
  /** Newest first. If some cannot be read, throws `RecordUnreadable` after the last one. */
  list(): AsyncIterable<Batch>;
  /** Writes over `batch.revision` and returns the new record; throws `StaleRecord`. */
  save(batch: Batch): Promise<Batch>;
  /** Takes or renews the lease; `undefined` while another holder's lease is valid. */
  lease(batchId: string, holder: string, seconds: number): Promise<Lease | undefined>;
  release(batchId: string, lease: Lease): Promise<void>;
  /** Adds the records that are new and returns those; existing ones stay as they are. */
  add(batchId: string, records: readonly BatchRecord[], lease: Lease): Promise<BatchRecord[]>;
  /**
   * Adds records of files that are as an earlier batch left them: made by `unchangedSince` from the
   * records of that batch, at one time, and in the order of their paths. Returns like `add`.
   */
  addUnchanged(
    batchId: string,
    unchanged: { earlierId: string; records: readonly BatchRecord[] },
    lease: Lease,
  ): Promise<BatchRecord[]>;
  /** Present in journals that record unchanged files in groups. */
  readonly ranges?: RecordRanges;
  /** Replaces records and moves their counters, exactly once each. */
  update(batchId: string, records: readonly BatchRecord[], lease: Lease): Promise<void>;
  record(batchId: string, recordId: string): Promise<BatchRecord | undefined>;
  /** Those that exist, in no particular order. */
  recordsOf(batchId: string, recordIds: readonly string[]): Promise<BatchRecord[]>;
  /** The batch's records of the same files, in no particular order. */
  recordsLike(batchId: string, records: readonly BatchRecord[]): Promise<BatchRecord[]>;
  /** In a stable order, in flat memory. */
  records(batchId: string, status?: RecordStatus, part?: RecordsPart): AsyncIterable<BatchRecord>;
  counts(batchId: string): Promise<BatchCounts>;
}

/** Removes registered files from the registry. */
export interface Registrations {
  /**
   * Removes the upload if it still points at this key; one that was registered before it was moved
   * is served from the old system again. One that moved on, or is gone, is left alone. False while
   * a legal hold keeps the upload: then its file must stay, too.
   */
  remove(upload: { uploadId: string; bucket: string; key: string }): Promise<boolean>;
}

/** Calls `task` every `seconds` until the returned function is called. */
export type Every = (seconds: number, task: () => Promise<void>) => () => void;

/** Something the database needs so that its rows can be kept current, and whether it exists. */
export type RowsFinding = { what: string; ok: boolean; message?: string };

/** How many rows have their values from before the batch again. */
export type RestoredRows = { restored: number; kept: number };

/** A record whose row was not written; `reason` is a sentence. */
export type Unwritten = { recordId: string; reason: string };

/**
 * Rows of an old database that name migrated files: told what became of each, and put back by a
 * rollback. Throws `InvalidInput` when the database cannot be used as it is; messages never hold
 * its password.
 */
export interface SourceRows {
  /** Which database this is. Reads nothing of the rows. */
  identify(): Promise<DatabaseIdentity>;
  /** Tries `prepare` and rolls it back: a batch that cannot begin is not recorded. */
  rehearse(batchId: string): Promise<void>;
  /**
   * Call before a batch's first file. Idempotent. Adds the missing tables and columns in one
   * transaction, and records the additions.
   */
  prepare(batchId: string): Promise<void>;
  /**
   * Writes the rows of settled records. Records without a row or an outcome are passed over.
   * Idempotent. The row's former values are kept for `undo`. Returns the records whose row was not
   * written: it no longer names the file, or the database refuses it. These rows stay as they are.
   */
  writeOutcomes(records: readonly BatchRecord[]): Promise<readonly Unwritten[]>;
  /**
   * Ids of records whose objects rows of other batches name: a rollback that removed these objects
   * would leave such rows without a file.
   */
  namedByOthers(batchId: string, records: readonly BatchRecord[]): Promise<ReadonlySet<string>>;
  /**
   * Restores the rows' former values in a rollback, before the records' objects are removed.
   * Idempotent. `kept`: rows that another batch or program wrote meanwhile; these stay as they are.
   */
  restore(batchId: string, records: readonly BatchRecord[]): Promise<RestoredRows>;
  /**
   * Call once no file of the batch is left. Removes its remaining rows, and its additions to the
   * schema unless another batch needs them. Idempotent.
   */
  undo(batchId: string): Promise<RestoredRows>;
  /** Checks tables, columns, indexes, constraints and rows while batches are recorded. */
  check(): Promise<readonly RowsFinding[]>;
  close(): Promise<void>;
}

/** Work on batches that runs in the cloud: executions of the bulk state machine. */
export interface BulkRuns {
  /**
   * Idempotent by `runId` while that run lasts. Returns `false` when it is over: nothing was
   * started, and the name is used up.
   */
  start(run: {
    runId: string;
    batchId: string;
    task: 'migrate' | 'verify' | 'rollback';
    apply?: boolean;
    moreThanHalf?: boolean;
  }): Promise<boolean>;
}
