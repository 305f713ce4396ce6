// Written by `npm run client:types` from docs/openapi.json. Do not edit.

export interface CreatedLink {
  token: string;
  url: string;
  qrSvgUrl: string;
  qrPngUrl: string;
  linkId: string;
  orderId: string;
  role?: string;
  expiresAt: string;
}

export interface FileUrl {
  url: string;
  source: 'cloudfront' | 's3' | 'local';
  expiresAt: string;
}

export interface Job {
  jobId: string;
  ownerId: string;
  title: string;
  description?: string;
  tags?: string[];
  metadata?: {
    [k: string]: string;
  };
  inputs: {
    [k: string]: string;
  };
  onFinish: {
    inputs: 'delete' | 'promote' | 'keep';
    outputs: 'keep' | 'delete' | 'promote';
  };
  status: 'running' | 'finishing' | 'failing' | 'finished' | 'failed';
  outputs?: {
    [k: string]: string;
  };
  reason?: string;
  cleanUp?: {
    [k: string]: 'deleted' | 'promoted' | 'kept' | 'in_use' | 'unavailable';
  };
  createdAt: string;
  updatedAt: string;
  finishedAt?: string;
}

export interface Order {
  orderId: string;
  status: 'awaiting_payment' | 'paid' | 'completed' | 'refund_requested';
  amount: {
    value: number;
    currency: string;
  };
  migration: {
    status: 'pending' | 'migrating' | 'completed' | 'failed' | 'compensation_failed';
    attempt: number;
    startedAt?: string;
    completedAt?: string;
    error?: {
      code: string;
      message: string;
      role?: string;
    };
  };
  refund?: {
    requested: true;
    idempotencyKey: string;
    requestedAt: string;
    state: 'requested' | 'settled' | 'refused';
    settledAt?: string;
  };
  refunded?: {
    amount: {
      value: number;
      currency: string;
    };
    at: string;
  };
  createdAt: string;
  updatedAt: string;
  files: {
    role: string;
    required: boolean;
    uploadId: string;
    status: 'pending' | 'copying' | 'copied' | 'verified' | 'skipped' | 'failed' | 'removed';
    permanentKey?: string;
    versionId?: string;
    sizeBytes?: number;
    sha256?: string;
    verifiedBy?: 'sha256' | 'crc64nvme' | 'streamed-sha256';
    failure?: {
      code: string;
      message: string;
      role?: string;
    };
  }[];
}

export interface PartList {
  partSizeBytes: number;
  partCount: number;
  parts: {
    partNumber: number;
    sizeBytes: number;
    crc64nvme?: string;
  }[];
}

export interface PartsPlan {
  uploadId: string;
  key: string;
  multipart: {
    partSizeBytes: number;
    partCount: number;
  };
  expiresAt: string;
}

export interface PresignedUpload {
  uploadId: string;
  key: string;
  method: 'PUT';
  url: string;
  headers: {
    [k: string]: string;
  };
  expiresAt: string;
}

export interface Session {
  sessionId: string;
  token: string;
  expiresAt: string;
}

export interface SignedParts {
  parts: {
    partNumber: number;
    sizeBytes: number;
    method: 'PUT';
    url: string;
    headers: {
      [k: string]: string;
    };
  }[];
  expiresAt: string;
}

export interface Upload {
  uploadId: string;
  ownerId: string;
  partnerId?: string;
  sessionId?: string;
  category: string;
  fileName: string;
  originalFileName?: string;
  contentType: string;
  sizeBytes: number;
  sha256?: string;
  key: string;
  versionId?: string;
  keep?: true;
  isPublic?: boolean;
  /**
   * `local`: the bytes may still be where an older system kept them
   */
  source: 's3' | 'local';
  status: 'pending' | 'checking' | 'uploaded' | 'quarantined' | 'permanent' | 'aborted' | 'expired';
  /**
   * Why a quarantined file was refused; docs/refusals.md says what to do
   */
  quarantineReason?: string;
  withdrawnAt?: string;
  uploadedAt?: string;
  expiresAt?: string;
  metadata?: {
    [k: string]: string;
  };
  variants?: {
    [k: string]: string;
  };
  variantOf?: {
    uploadId: string;
    size: string;
  };
  hold?: {
    at: string;
    by: string;
    reason: string;
    until?: string;
  };
  createdAt: string;
  updatedAt: string;
  multipart?: {
    partSizeBytes: number;
    partCount: number;
  };
  /**
   * The scan for malware; absent where the stage waits for none
   */
  scan?: {
    result: 'awaited' | 'unscannable' | 'clean' | 'infected' | 'overruled';
    at: string;
    reason?: string;
    scanner?: string;
  };
}
