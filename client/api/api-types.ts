/** The bodies of the HTTP API, under the names callers use. Times are ISO 8601, hashes base64. */
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
  CreateLinkRequest,
  CreateOrderRequest,
  CreateUploadRequest,
  SignPartsRequest,
  StoreTextRequest,
} from './request-bodies.ts';

export type { CreatedLink, Job, Order, Session, SignedParts, Upload } from './answer-bodies.ts';

/** The state of an upload. */
export type UploadStatus = Upload['status'];

/** The body of POST /uploads: it describes a file. */
export type Announcement = CreateUploadRequest;

/** The whole file goes in one PUT. */
export type SinglePut = PresignedUpload;

/** How to send one request to storage. */
export type SignedPut = Pick<SinglePut, 'method' | 'url' | 'headers'>;

/** The file goes in parts; `expiresAt` is when the unfinished upload is dropped. */
export type MultipartPlan = PartsPlan;

/** How a large file is cut. */
export type PartPlan = MultipartPlan['multipart'];

/** The answer of POST /uploads. */
export type AnnouncedUpload = SinglePut | MultipartPlan;

/** One part to be signed. */
export type PartToSign = SignPartsRequest['parts'][number];

/** The parts that storage has. */
export type PresentParts = PartList;

/** One part that storage has. */
export type PresentPart = PresentParts['parts'][number];

/** The numbers of uploads and orders that a claim moved, and the session that replaces it. */
export type ClaimedSession = { uploads: number; orders: number; session: Session };

/** Which uploads to list. Dates are ISO 8601, `limit` is the size of a page. */
export type UploadQuery = {
  category?: string;
  status?: UploadStatus;
  partnerId?: string;
  from?: string;
  to?: string;
  limit?: number;
  /** `me` for the caller's uploads. Operators may name any owner, or none to list all uploads. */
  ownerId?: string;
  /** Operators only. */
  expiringBefore?: string;
};

/** A small text that is stored without a second request. */
export type TextUpload = StoreTextRequest;

/** A URL of a file, valid for some minutes. */
export type Download = FileUrl;

/** An amount in the currency's major unit, e.g. 49.9. */
export type Amount = Order['amount'];

/** The order to create: its amount and its files. */
export type NewOrder = CreateOrderRequest;

/** The job to create: work over uploads, and what happens to them afterwards. */
export type NewJob = CreateJobRequest;

/** The link to make: to one role's file or to all files of the order, and its days. */
export type NewLink = CreateLinkRequest;
