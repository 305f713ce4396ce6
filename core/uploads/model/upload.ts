import * as z from 'zod';
import { publicPrefix, temporaryPrefix } from '../../contract.ts';
import { scanSchema } from '../../scans/model/scan.ts';
import { legalHoldSchema } from './legal-hold.ts';

/**
 * An upload's state; only `uploaded` and `permanent` files are served. `checking`: the bytes are
 * there and being read.
 */
export const uploadStatuses = [
  'pending',
  'checking',
  'uploaded',
  'quarantined',
  'permanent',
  'aborted',
  'expired',
] as const;

export type UploadStatus = (typeof uploadStatuses)[number];

/** How a large file is cut: parts `1..partCount`, all of `partSizeBytes` but the last. */
const multipartSchema = z.object({
  multipartId: z.string(),
  partSizeBytes: z.number().int(),
  partCount: z.number().int(),
});

export type Multipart = z.infer<typeof multipartSchema>;

/**
 * A removal of the bytes that is under way: its kind, start and requester. From here on the upload
 * is not served, ordered or processed.
 */
const removalSchema = z.object({
  as: z.enum(['expired', 'erased']),
  at: z.string(),
  by: z.string(),
});

export type Removal = z.infer<typeof removalSchema>;

/** One file that a client sent: its owner, type, place and state. Times are ISO 8601 in UTC. */
export const uploadSchema = z.object({
  uploadId: z.string(),
  ownerId: z.string(),
  /** The partner that the file came through: a label that grants no access. */
  partnerId: z.string().optional(),
  /** The anonymous session that sent the file, also after a claim. */
  sessionId: z.string().optional(),
  /** Earlier owners, by hand-over. A temporary key has the owner that sent the file. */
  formerOwnerIds: z.array(z.string()).optional(),
  category: z.string(),
  /** Name of the served file, NFC. */
  fileName: z.string(),
  /** The client's name of the file, where it differs from `fileName`. */
  originalFileName: z.string().optional(),
  contentType: z.string(),
  sizeBytes: z.number().int(),
  /**
   * SHA-256 of the whole file, base64, as the client announced it; of a multipart upload it may
   * come with the completion, or be found by reading.
   */
  sha256: z.string().optional(),
  multipart: multipartSchema.optional(),
  bucket: z.string(),
  key: z.string(),
  /**
   * Set when the upload completes: with `etag`, the pin every copy is made from. Permanent ones are
   * pinned by version alone.
   */
  versionId: z.string().optional(),
  etag: z.string().optional(),
  /** Kept for good once it has arrived, without an order. */
  keep: z.literal(true).optional(),
  /** Public files are served without a signature once they are permanent. */
  isPublic: z.boolean().optional(),
  /** `local`: a legacy record. The bytes may still be in the old system, at `legacyPath`. */
  source: z.enum(['s3', 'local']).optional(),
  legacyPath: z.string().optional(),
  /**
   * The upload was registered before its bytes were moved. A rollback serves the bytes from the old
   * system again and keeps the id.
   */
  readThrough: z.literal(true).optional(),
  status: z.enum(uploadStatuses),
  quarantineReason: z.string().optional(),
  /** The scan for malware, on stages that wait for one. */
  scan: scanSchema.optional(),
  /**
   * When the file was quarantined although it was permanent: its bytes stay in permanent storage,
   * hidden, and no lifecycle removes them.
   */
  withdrawnAt: z.string().optional(),
  /** The one check that reads the file. Simultaneous completions each ask for one. */
  checkId: z.string().optional(),
  uploadedAt: z.string().optional(),
  expiresAt: z.string(),
  metadata: z.record(z.string(), z.string()).optional(),
  /** Orders and jobs that ever named it. The sweeper checks each before it removes the bytes. */
  orderIds: z.array(z.string()).optional(),
  jobIds: z.array(z.string()).optional(),
  /** Smaller pictures of this one, by size name. Noted before they are made. */
  variants: z.record(z.string(), z.string()).optional(),
  /** The upload that this one is a smaller picture of: it is served and kept with it alone. */
  variantOf: z.object({ uploadId: z.string(), size: z.string() }).optional(),
  /**
   * The intent to remove the bytes, written before the first version is removed. Withdrawn when an
   * order or a job needs the bytes.
   */
  removal: removalSchema.optional(),
  /** While it lasts, the removal waits. */
  hold: legalHoldSchema.optional(),
  /** Where it was promoted to. The bytes stay there when an order makes its own copy. */
  promotedKey: z.string().optional(),
  /** The owner whose quota the upload reserved when it was created, if it did. */
  reservedFor: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Optimistic lock: a write succeeds only over the revision it was decided on. */
  revision: z.number().int().default(0),
});

export type Upload = z.infer<typeof uploadSchema>;

/** An upload whose bytes were checked and which may be ordered, copied and served. */
export type ReceivedUpload = Upload & { versionId: string; sha256: string };

/** True while the bytes are being sent or read. The file's type is not verified yet. */
export const isAwaited = ({ status }: Pick<Upload, 'status'>): boolean =>
  status === 'pending' || status === 'checking';

/** True once the bytes are there and proven to be the announced ones. */
export const isReceived = (upload: Upload | undefined): upload is ReceivedUpload =>
  (upload?.status === 'uploaded' || upload?.status === 'permanent') &&
  upload.versionId !== undefined &&
  upload.sha256 !== undefined;

/** True for a registered file that no migration has moved: an older system alone has its bytes. */
export const liesElsewhere = ({ source }: Pick<Upload, 'source'>): boolean => source === 'local';

/** True while the bytes are meant to stay in permanent storage, served or withdrawn. */
export const isKept = ({ status, withdrawnAt }: Pick<Upload, 'status' | 'withdrawnAt'>): boolean =>
  status === 'permanent' || (status === 'quarantined' && withdrawnAt !== undefined);

/**
 * True if the sweeper must find the upload by `expiresAt`: bytes may lie in temporary storage, or a
 * removal is to be finished, unless a hold keeps both.
 */
export const awaitsSweeper = (
  upload: Pick<Upload, 'status' | 'removal' | 'withdrawnAt' | 'hold'>,
): boolean =>
  upload.hold === undefined &&
  (upload.removal !== undefined || !(isKept(upload) || upload.status === 'expired'));

/** Where an upload's bytes live once its order is committed. */
export type PermanentLocation = {
  uploadId: string;
  bucket: string;
  key: string;
  versionId: string;
};

/** The owner's part is what an identity provider calls them, slashes included. */
const temporaryShape = new RegExp(`^${temporaryPrefix}.+/(upl_[0-9a-f]{32})$`);

/** Keys are made here and only here: nothing a customer chose is part of them. */
export const temporaryKey = (ownerId: string, uploadId: string): string =>
  `${temporaryPrefix}${ownerId}/${uploadId}`;

/** The upload an object under this key belongs to; nothing for a key of another shape. */
export const uploadIdIn = (key: string): string | undefined => temporaryShape.exec(key)?.[1];

/** Same order and upload, same key in every attempt: a retry finds the earlier copy. */
export const permanentKey = (
  prefix: string,
  orderId: string,
  { uploadId, isPublic }: Pick<Upload, 'uploadId' | 'isPublic'>,
): string => `${isPublic ? publicPrefix : ''}${prefix}/${orderId}/${uploadId}`;
