import type { Erasure } from '../retention/model/erasure.ts';
import type { Stretch } from '../shared/model/stretch.ts';
import type { Reservation } from './model/quota.ts';
import type { Upload } from './model/upload.ts';
import type { UploadQuery } from './model/upload-list.ts';

/** The registry of uploads. Reads are consistent. */
export interface Uploads {
  /**
   * One transaction: the record, and its reservations. Throws `AlreadyExists`, or `QuotaExceeded`
   * naming the limit; then nothing is written.
   */
  create(upload: Upload, reservations?: readonly Reservation[]): Promise<void>;
  /** True if an upload with this id was erased. Ids derived from a file recur. */
  wasErased(uploadId: string): Promise<boolean>;

  find(uploadId: string): Promise<Upload | undefined>;
  /** Those that exist, in no particular order. */
  findMany(uploadIds: readonly string[]): Promise<Upload[]>;
  /**
   * Writes over `upload.revision` and returns the new record; throws `StaleRecord`. A lost answer
   * is recognised, not an error.
   */
  save(upload: Upload): Promise<Upload>;
  /** Deletes the record as read and writes the ledger, as one. Throws `StaleRecord`. */
  erase(upload: Upload, erasure: Erasure): Promise<void>;
  /**
   * A stretch of the list that answers the query, newest first (`isExpiryList`: soonest to expire
   * first). While `next` is present, more uploads may follow, also when this stretch has few or
   * none. The selection is eventually consistent; each upload is read consistently.
   */
  list(query: UploadQuery, stretch: Stretch): Promise<{ uploads: Upload[]; next?: string }>;
  /**
   * Ids of what the sweeper must look at (`awaitsSweeper`) and whose time ends before then, soonest
   * first; eventually consistent.
   */
  expiring(before: Date): AsyncIterable<string>;
  /**
   * Ids of uploads with a legal hold, soonest to end first; those that end before a time, or all.
   * Eventually consistent.
   */
  held(before?: Date): AsyncIterable<string>;
}

/** The one request that a client may send, for `seconds`. */
export type PresignRequest = {
  bucket: string;
  key: string;
  contentType: string;
  sizeBytes: number;
  sha256: string;
  seconds: number;
};

/** A signed permission to send, with exactly these headers (and the body's Content-Length). */
export type PresignedUpload = { method: 'PUT'; url: string; headers: Record<string, string> };

/** One part of a large file, exactly as long as planned. A CRC64NVME (base64) is enforced. */
export type PresignPartRequest = MultipartRef & {
  partNumber: number;
  sizeBytes: number;
  crc64nvme?: string | undefined;
  seconds: number;
};

/** Signs uploads so that storage itself refuses anything but the announced bytes. */
export interface UploadSigner {
  presign(request: PresignRequest): Promise<PresignedUpload>;
  presignPart(request: PresignPartRequest): Promise<PresignedUpload>;
}

/** An unfinished upload in parts. */
export type MultipartRef = { bucket: string; key: string; multipartId: string };

/** A part that arrived; the checksum is base64 and the part's own. */
export type StoredPart = {
  partNumber: number;
  sizeBytes: number;
  etag: string;
  crc64nvme?: string | undefined;
};

/** Objects sent in parts. Storage keeps their full-object CRC64NVME. */
export interface MultipartUploads {
  /** Returns the id the parts go by. */
  begin(request: { bucket: string; key: string; contentType: string }): Promise<string>;
  /** By number, lowest first; `undefined` if it was completed, aborted or never begun. */
  parts(ref: MultipartRef): Promise<StoredPart[] | undefined>;
  /**
   * Makes one object of the parts, never over another one. No error if the upload is completed
   * already or another object is under the key: look.
   */
  complete(ref: MultipartRef, parts: readonly StoredPart[]): Promise<void>;
  /** Discards the parts. Idempotent. */
  abort(ref: MultipartRef): Promise<void>;
}

/** Exactly one version of one object. */
export type PinnedRef = { bucket: string; key: string; versionId: string };

/** The progress of a hash, which another run can continue. `state` is opaque, base64. */
export type HashProgress = { offsetBytes: number; state: string };

/** Reads stored objects. Every method throws `SourceMissing`. */
export interface FileReader {
  /** The first bytes, at most `count`. */
  firstBytes(ref: PinnedRef, count: number): Promise<Uint8Array>;
  /** At most `count` bytes from an offset on; fewer at the end of the file. */
  bytesAt(ref: PinnedRef, range: { offsetBytes: number; count: number }): Promise<Uint8Array>;
  /**
   * Continues the hash from `from` while `hasTime()`. Memory stays flat at any size. Returns the
   * SHA-256 (base64), or the progress.
   */
  sha256(
    ref: PinnedRef,
    options: { from?: HashProgress | undefined; hasTime: () => boolean },
  ): Promise<string | HashProgress>;
}

/** A file whose beginning is known; `bytesAt` reads up to `count` bytes anywhere else. */
export type SniffedFile = {
  firstBytes: Uint8Array;
  sizeBytes: number;
  bytesAt(range: { offsetBytes: number; count: number }): Promise<Uint8Array>;
};

/** Detects a file's type from its first bytes and those they point to. */
export interface FileTypes {
  /** A media type without parameters; undefined for text and unknown formats. Reads are bounded. */
  detect(file: SniffedFile): Promise<string | undefined>;
}

/** A small file, whole. */
export type WriteRequest = {
  bucket: string;
  key: string;
  contentType: string;
  bytes: Uint8Array;
  sha256: string;
};

/** The stored version, which copies are pinned to. */
export type StoredPin = { versionId: string; etag?: string | undefined };

/** Stores bytes that came in the request itself. */
export interface FileWriter {
  /**
   * Never overwrites; an object that an earlier, lost call stored counts as stored. Storage keeps
   * the SHA-256 and refuses other bytes.
   */
  put(request: WriteRequest): Promise<StoredPin>;
}

/**
 * A file to be read and checked by the worker: from the start, or on from where it stopped. The
 * worker ignores a check that is not the one on record.
 */
export type CheckRequest = {
  uploadId: string;
  checkId?: string | undefined;
  progress?: HashProgress | undefined;
};

/** The queue of the worker that reads large files. Delivers at least once. */
export interface CheckRequests {
  send(request: CheckRequest): Promise<void>;
}

/** What owners hold in temporary storage, as their quotas count it. */
export interface QuotaCounters {
  /** Files and bytes of an owner; zeros if there are none. */
  of(ownerId: string): Promise<{ files: number; bytes: number }>;
}
