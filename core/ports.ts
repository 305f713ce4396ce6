import type { uploadEvents } from './contract.ts';
import type { JobAnnouncement } from './jobs/model/job.ts';
import type { Announcement, Order, OrderFile, OrderWithFiles, PaymentRecord, Run } from './orders/model/order.ts';
import type { Erasure } from './retention/model/erasure.ts';
import type { IdempotentRequest } from './shared/model/idempotent-request.ts';
import type { MultipartRef } from './uploads/arrival-ports.ts';
import type { Reservation } from './uploads/model/quota.ts';
import type { PermanentLocation, Upload } from './uploads/model/upload.ts';
import type { Stretch, UploadQuery } from './uploads/model/upload-list.ts';

/** Every port throws `TransientFault` when its dependency throttles, times out or answers 5xx; the same call may be made again. */

/** The time, in one place, so that tests own it. */
export interface Clock {
  now(): Date;
}

/** Fresh, unguessable identifiers. */
export interface Ids {
  /** `upl_…`, `ord_…`, `ses_…`, `job_…`, `bat_…`: 128 random bits after the prefix. */
  next(prefix: 'upl' | 'ord' | 'ses' | 'job' | 'bat'): string;
  /** 256 random bits, base64url. */
  secret(): string;
  /** 128 random bits, base64url: what is printed. */
  linkToken(): string;
}

/** The registry of uploads. Reads are consistent. */
export interface Uploads {
  /** One transaction: the record, and what is reserved for it. Throws `AlreadyExists`, or `QuotaExceeded` naming the limit; then nothing is written. */
  create(upload: Upload, reservations?: readonly Reservation[]): Promise<void>;
  find(uploadId: string): Promise<Upload | undefined>;
  /** Those that exist, in no particular order. */
  findMany(uploadIds: readonly string[]): Promise<Upload[]>;
  /** Writes over `upload.revision` and answers the new record; throws `StaleRecord`. A lost answer is recognised, not an error. */
  save(upload: Upload): Promise<Upload>;
  /** One transaction: the record as it was read is deleted, and the ledger says so. Throws `StaleRecord`. */
  erase(upload: Upload, erasure: Erasure): Promise<void>;
  /**
   * A stretch of the list that answers the query, newest first (`isExpiryList`: soonest to expire first). While there is a `next`, there may be
   * more after it, also when few or none were wanted. Which uploads are looked at is eventually consistent, what they say is not.
   */
  list(query: UploadQuery, stretch: Stretch): Promise<{ uploads: Upload[]; next?: string }>;
  /** Ids of what the sweeper must look at (`awaitsSweeper`) and whose time ends before then, soonest first; eventually consistent. */
  expiring(before: Date): AsyncIterable<string>;
}

/** A file that may be handed out: `disposition` is the finished Content-Disposition header. */
export type Deliverable = {
  bucket: string;
  key: string;
  versionId: string;
  contentType: string;
  disposition: string;
  permanent: boolean;
  isPublic: boolean;
};

/** A URL that serves one file, and who serves it. */
export type Delivery = { url: string; source: 'cloudfront' | 's3' | 'local' };

/** Signs the URLs people download from. */
export interface DeliverySigner {
  sign(file: Deliverable, expiresAt: Date): Promise<Delivery>;
}

/** Orders and their ledgers. Reads are consistent; every write is conditional on the revision that was read. */
export interface Orders {
  /** One transaction; throws `AlreadyExists`. */
  create(order: Order, files: readonly OrderFile[]): Promise<void>;
  find(orderId: string): Promise<OrderWithFiles | undefined>;
  /** Writes over `order.revision` and answers the new record; throws `StaleRecord`. A lost answer is recognised, not an error. */
  save(order: Order): Promise<Order>;
  /**
   * One transaction: the order as given, and its payment claimed for it. A payment pays one order: throws `AlreadyExists` when it has paid
   * another one, `StaleRecord` like `save`; then nothing is written.
   */
  pay(order: Order & { payment: PaymentRecord }): Promise<Order>;
  /** The same as `save` for one ledger entry. */
  saveFile(file: OrderFile): Promise<OrderFile>;
  /** One transaction: the order as given, and each upload re-pointed, without a mark of removal. Throws `StaleRecord` (order) or `SourceMissing` (an upload is gone). */
  commit(order: Order, locations: readonly PermanentLocation[]): Promise<Order>;
  /** Ids of orders that may need the reconciler, unchanged since `before`, oldest first; eventually consistent. */
  needingAttention(before: Date): AsyncIterable<string>;
  /** Ids of an owner's orders; eventually consistent. */
  listOwned(ownerId: string): AsyncIterable<string>;
}

/** One version of one object. Without `versionId`, the current one. */
export type ObjectRef = { bucket: string; key: string; versionId?: string | undefined };

/** What storage knows about an object. Checksums are base64 and only of the FULL_OBJECT kind. */
export type ObjectFacts = {
  versionId: string;
  /** Opaque; pins a source, proves nothing. */
  etag: string;
  sizeBytes: number;
  contentType: string;
  metadata: Readonly<Record<string, string>>;
  /** Headers beside the type that storage keeps and serves, e.g. `Content-Encoding`; absent where there are none. */
  servedHeaders?: Readonly<Record<string, string>>;
  sha256?: string | undefined;
  crc64nvme?: string | undefined;
};

/** A server-side copy, pinned to a source version, to its ETag, or to both. */
export type CopyRequest = {
  source: { bucket: string; key: string; versionId?: string | undefined; etag?: string | undefined; sizeBytes: number };
  target: { bucket: string; key: string };
  contentType: string;
  /** Content-Disposition the object is served with, whoever serves it. */
  disposition: string;
  metadata: Readonly<Record<string, string>>;
  storageClass: string;
};

/** Versioned object storage. */
export interface ObjectStore {
  /** `undefined` when the object or version does not exist. */
  head(ref: ObjectRef): Promise<ObjectFacts | undefined>;
  /**
   * Never overwrites; answers the copy's SHA-256 where storage computed one. Throws `DestinationExists`, `SourceMissing` or
   * `SourceChanged`. Interrupted large copies are resumed by the next call.
   */
  copy(request: CopyRequest): Promise<{ versionId: string; sha256?: string }>;
  /** Reads the whole object; base64. Throws `SourceMissing`. */
  sha256(ref: ObjectRef): Promise<string>;
  /** Ids of the versions under exactly this key, without delete markers. */
  versions(bucket: string, key: string): Promise<string[]>;
  /** Removes one version for good; removing what is gone is no error. */
  removeVersion(ref: { bucket: string; key: string; versionId: string }): Promise<void>;
  /** Aborts unfinished multipart uploads under exactly this key. */
  abortMultiparts(bucket: string, key: string): Promise<void>;
  /** Removes whatever is under exactly this key: versions, delete markers, unfinished multipart uploads. Answers the versions that went. */
  removeAll(bucket: string, key: string): Promise<{ versions: number; bytes: number }>;
}

/** What a client may send, exactly once, until `expiresAt`. */
export type PresignRequest = { bucket: string; key: string; contentType: string; sizeBytes: number; sha256: string; seconds: number };

/** A signed permission to send: the client sends exactly these headers (and the body's own Content-Length). */
export type PresignedUpload = { method: 'PUT'; url: string; headers: Record<string, string> };

/** One part of a large file, exactly as long as planned; with its CRC64NVME (base64) storage refuses other bytes. */
export type PresignPartRequest = MultipartRef & { partNumber: number; sizeBytes: number; crc64nvme?: string | undefined; seconds: number };

/** Signs uploads so that storage itself refuses anything but the announced bytes. */
export interface UploadSigner {
  presign(request: PresignRequest): Promise<PresignedUpload>;
  presignPart(request: PresignPartRequest): Promise<PresignedUpload>;
}

/** What goes over the bus; its type says whose word it is. */
export type BusEvent =
  | Announcement
  | JobAnnouncement
  | { detailType: typeof uploadEvents.promotionRequested; detail: Record<string, unknown> };

/** The bus customers listen to; at least once. */
export interface EventBus {
  publish(event: BusEvent): Promise<void>;
}

/** Requests that clients named with an Idempotency-Key. */
export interface IdempotentRequests {
  /** Records the run, unless one of the same `requestId` is valid: then answers that one, and nothing is written. */
  begin(run: IdempotentRequest, now: Date): Promise<IdempotentRequest | undefined>;
  /** Records how the run ended. Does nothing when another run has taken its place. */
  end(run: IdempotentRequest): Promise<void>;
}

/** Something a person must know. Carries the order id and never a URL. */
export type Alert = {
  kind: 'payment_held' | 'migration_failed' | 'corruption' | 'compensation_failed' | 'migration_interrupted';
  orderId: string;
  message: string;
};

/** Tells the operators. */
export interface Alerts {
  raise(alert: Alert): Promise<void>;
}

/** `begun`: it runs, now or since somebody else started it. `taken`: a run of that name was there before, and has most likely ended. */
export type Start = 'begun' | 'taken';

/** Starts and observes executions of the saga. */
export interface Migrations {
  /** Idempotent by `run.runId`. */
  start(run: Run): Promise<Start>;
  /** Eventually consistent: a run that has just begun may not be seen yet. */
  isRunning(runId: string): Promise<boolean>;
}

/** Checks OIDC access tokens. */
export interface TokenVerifier {
  /** Throws `NotSignedIn` for anything but a current access token of the configured issuer and audience. */
  verify(token: string): Promise<{ subject: string; groups: string[] }>;
}
