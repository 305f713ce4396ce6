/**
 * What the HTTP API says and hears, as clients see it. Times are ISO 8601 in UTC, hashes base64.
 */

/** Where an upload stands. */
export type UploadStatus =
  | 'pending'
  | 'checking'
  | 'uploaded'
  | 'quarantined'
  | 'permanent'
  | 'aborted'
  | 'expired';

/** One file on record. */
export type Upload = {
  uploadId: string;
  ownerId: string;
  category: string;
  fileName: string;
  /** What it was called when it was sent, where that was different. */
  originalFileName?: string | undefined;
  contentType: string;
  sizeBytes: number;
  multipart?: { partSizeBytes: number; partCount: number } | undefined;
  key: string;
  status: UploadStatus;
  sha256?: string | undefined;
  versionId?: string | undefined;
  partnerId?: string | undefined;
  sessionId?: string | undefined;
  metadata?: Record<string, string> | undefined;
  isPublic?: boolean | undefined;
  source?: 's3' | 'local' | undefined;
  quarantineReason?: string | undefined;
  uploadedAt?: string | undefined;
  expiresAt: string;
  createdAt: string;
  updatedAt: string;
};

/** What POST /uploads is told about a file. */
export type Announcement = {
  filename: string;
  contentType: string;
  sizeBytes: number;
  category: string;
  sha256?: string;
  partnerId?: string;
  metadata?: Record<string, string>;
  isPublic?: boolean;
  jobId?: string;
};

/** How one request to storage is to be sent. */
export type SignedPut = { method: string; url: string; headers: Record<string, string> };

/** How a large file is cut. */
export type PartPlan = { partSizeBytes: number; partCount: number };

/** The whole file goes in one PUT. */
export type SinglePut = SignedPut & { uploadId: string; key: string; expiresAt: string };

/** The file goes in parts; `expiresAt` is when the unfinished upload is dropped. */
export type MultipartPlan = {
  uploadId: string;
  key: string;
  multipart: PartPlan;
  expiresAt: string;
};

/** What POST /uploads answers. */
export type AnnouncedUpload = SinglePut | MultipartPlan;

/** One part to be signed. */
export type PartToSign = { partNumber: number; crc64nvme?: string };

/** Signatures for a group of parts. */
export type SignedParts = {
  parts: (SignedPut & { partNumber: number; sizeBytes: number })[];
  expiresAt: string;
};

/** One part storage has. */
export type PresentPart = { partNumber: number; sizeBytes: number; crc64nvme?: string | undefined };

/** Which parts are there. */
export type PresentParts = PartPlan & { parts: PresentPart[] };

/** An anonymous visitor's session; the token is told once. */
export type Session = { sessionId: string; token: string; expiresAt: string };

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
export type TextUpload = Omit<Announcement, 'contentType' | 'sizeBytes' | 'sha256' | 'jobId'> & {
  text: string;
  contentType?: string;
};

/** Where a file can be had for the next minutes. */
export type Download = { url: string; source: string; expiresAt: string };

/** Decimal number of the currency's major unit. */
export type Amount = { value: number; currency: string };

/** What is to be paid for. */
export type NewOrder = {
  amount: Amount;
  files: { uploadId: string; role: string; required: boolean }[];
};

/** An order with its files and the state of its migration. */
export type Order = {
  orderId: string;
  status: string;
  amount: Amount;
  migration: {
    status: string;
    attempt: number;
    startedAt?: string | undefined;
    completedAt?: string | undefined;
  };
  files: {
    role: string;
    required: boolean;
    uploadId: string;
    status: string;
    permanentKey?: string | undefined;
  }[];
  createdAt: string;
  updatedAt: string;
};

/** Work to be done over uploads, and what becomes of them afterwards. */
export type NewJob = {
  title: string;
  description?: string;
  tags?: string[];
  metadata?: Record<string, string>;
  inputs: Record<string, string>;
  onFinish: { inputs: 'delete' | 'promote' | 'keep'; outputs: 'keep' | 'delete' };
};

/** A job on record. `cleanUp` says by upload id what was done with its files. */
export type Job = Omit<NewJob, 'description' | 'tags' | 'metadata'> & {
  jobId: string;
  ownerId: string;
  status: 'running' | 'finishing' | 'failing' | 'finished' | 'failed';
  description?: string | undefined;
  tags?: string[] | undefined;
  metadata?: Record<string, string> | undefined;
  outputs?: Record<string, string> | undefined;
  reason?: string | undefined;
  cleanUp?: Record<string, string> | undefined;
  createdAt: string;
  updatedAt: string;
  finishedAt?: string | undefined;
};
