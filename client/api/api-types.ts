/**
 * What the HTTP API says and hears, under the names that callers of the client use. Times are ISO
 * 8601 in UTC, hashes base64.
 */
import type {
  FileUrl,
  Order,
  PartList,
  PartsPlan,
  PresignedUpload,
  Session,
  Upload,
} from './answer-bodies.ts';
import type {
  CreateJobRequest,
  CreateOrderRequest,
  CreateUploadRequest,
  SignPartsRequest,
  StoreTextRequest,
} from './request-bodies.ts';

export type { Job, Order, Session, SignedParts, Upload } from './answer-bodies.ts';

/** Where an upload stands. */
export type UploadStatus = Upload['status'];

/** What POST /uploads is told about a file. */
export type Announcement = CreateUploadRequest;

/** The whole file goes in one PUT. */
export type SinglePut = PresignedUpload;

/** How one request to storage is to be sent. */
export type SignedPut = Pick<SinglePut, 'method' | 'url' | 'headers'>;

/** The file goes in parts; `expiresAt` is when the unfinished upload is dropped. */
export type MultipartPlan = PartsPlan;

/** How a large file is cut. */
export type PartPlan = MultipartPlan['multipart'];

/** What POST /uploads answers. */
export type AnnouncedUpload = SinglePut | MultipartPlan;

/** One part to be signed. */
export type PartToSign = SignPartsRequest['parts'][number];

/** Which parts are there. */
export type PresentParts = PartList;

/** One part storage has. */
export type PresentPart = PresentParts['parts'][number];

/** What a claim moved, and the session that replaces the claimed one. */
export type ClaimedSession = { uploads: number; orders: number; session: Session };

/** Which uploads to list; dates are ISO 8601, `limit` is the size of a page. */
export type UploadQuery = {
  category?: string;
  status?: UploadStatus;
  partnerId?: string;
  from?: string;
  to?: string;
  limit?: number;
  /** Admins only. */
  ownerId?: string;
  /** Admins only. */
  expiringBefore?: string;
};

/** A small text that is stored without a second request. */
export type TextUpload = StoreTextRequest;

/** Where a file can be had for the next minutes. */
export type Download = FileUrl;

/** Decimal number of the currency's major unit. */
export type Amount = Order['amount'];

/** What is to be paid for. */
export type NewOrder = CreateOrderRequest;

/** Work to be done over uploads, and what becomes of them afterwards. */
export type NewJob = CreateJobRequest;
