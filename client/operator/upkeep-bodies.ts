// Written by `npm run client:types` from docs/openapi.json. Do not edit.

export interface Attention {
  days: number;
  orders: {
    failed: {
      count: number;
      more: boolean;
    };
    compensation_failed: {
      count: number;
      more: boolean;
    };
    stuck: {
      count: number;
      more: boolean;
    };
    payment_held: {
      count: number;
      more: boolean;
    };
  };
}

export interface AuditEntry {
  entryId: string;
  at: string;
  actor: string;
  action: string;
  subject?: string;
  request?: string;
  outcome: 'pending' | 'done' | 'refused' | 'failed';
  status?: number;
  problem?: string;
  finishedAt?: string;
}

export interface CleanUpReport {
  olderThanHours: number;
  dryRun: boolean;
  files: number;
  bytes: number;
  kept: number;
  failed: number;
  more: boolean;
  uploadIds: string[];
}

export interface CleanUpRequest {
  olderThanHours: number;
  dryRun: boolean;
}

export interface EraseOwnerRequest {
  ownerId: string;
  dryRun: boolean;
}

export interface Erasure {
  uploadId: string;
  ownerId: string;
  category: string;
  versions: number;
  bytes: number;
  erasedAt: string;
  erasedBy: string;
}

export interface HandOverUploadsRequest {
  /**
   * @minItems 1
   * @maxItems 100
   */
  changes: {
    uploadId: string;
    ownerId: string;
    partnerId?: string;
  }[];
  dryRun?: boolean;
}

export interface HandedOver {
  handedOver: number;
  unchanged: number;
  refused: {
    uploadId: string;
    reason: string;
  }[];
  dryRun: boolean;
}

export interface Hold {
  uploadId: string;
  ownerId: string;
  at: string;
  by: string;
  reason: string;
  until?: string;
  erasureRequestedAt?: string;
}

export interface HoldUploadRequest {
  reason: string;
  until?: string;
}

export interface OverruleScanRequest {
  reason: string;
}

export interface OwnerErased {
  ownerId: string;
  requestedAt: string;
  requestedBy: string;
  finishedAt?: string;
  dryRun: boolean;
  erased: {
    uploads: number;
    bytes: number;
    orders: number;
    jobs: number;
    links: number;
  };
  kept: {
    id: string;
    reason: string;
  }[];
  more: boolean;
}

export interface OwnedSession {
  sessionId: string;
  createdAt: string;
  expiresAt: string;
  claimedAt: string;
}

export interface OwnerErasure {
  ownerId: string;
  requestedAt: string;
  requestedBy: string;
  finishedAt?: string;
}

export interface OwnerQuota {
  ownerId: string;
  held: {
    files: number;
    bytes: number;
  };
  limit: {
    files: number;
    bytes: number;
  };
}

export interface RecordErasure {
  ownerId: string;
  erasedAt: string;
  erasedBy: string;
  kind: 'order' | 'job' | 'link';
  recordId: string;
}

export interface SearchResult {
  matches: {
    kind: 'order' | 'upload' | 'batch' | 'job' | 'link' | 'owner';
    id: string;
    by: 'id' | 'payment' | 'token' | 'key' | 'path';
    orderId?: string;
  }[];
}

export interface Stats {
  total: {
    files: number;
    bytes: number;
  };
  byStatus: {
    [k: string]: {
      files: number;
      bytes: number;
    };
  };
  byCategory: {
    [k: string]: {
      files: number;
      bytes: number;
    };
  };
  byOwnerType: {
    [k: string]: {
      files: number;
      bytes: number;
    };
  };
  byDay: {
    [k: string]: {
      files: number;
      bytes: number;
    };
  };
  permanentByDay: {
    [k: string]: {
      files: number;
      bytes: number;
    };
  };
}
