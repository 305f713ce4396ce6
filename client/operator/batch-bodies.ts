// Written by `npm run client:types` from docs/openapi.json. Do not edit.

export interface Batch {
  batchId: string;
  status:
    | 'pending'
    | 'running'
    | 'paused'
    | 'completed'
    | 'completed_with_errors'
    | 'failed'
    | 'rolling_back'
    | 'partly_rolled_back'
    | 'rolled_back';
  dryRun: boolean;
  listed: boolean;
  listedTo?: string;
  lease?: {
    holder: string;
    fence: number;
    expiresAt: string;
  };
  publishing?: boolean;
  lastTask?: {
    task: 'verify' | 'rollback';
    startedAt: string;
    finishedAt?: string;
    result?: {
      [k: string]: number | string;
    };
    problems?: string[];
    slices?: number;
    files?: number;
  };
  database?: {
    id: string;
    name: string;
    address: string;
    server?: string;
  };
  reason?: string;
  shards: number;
  createdBy: string;
  createdAt: string;
  startedAt?: string;
  finishedAt?: string;
  updatedAt: string;
  source: string;
  target: string;
  endpoint?: string;
  ownerId?: string;
  category?: string;
  atomic: boolean;
  counts: {
    planned: {
      files: number;
      bytes: number;
    };
    transferred: {
      files: number;
      bytes: number;
    };
    skipped: {
      files: number;
      bytes: number;
    };
    failed: {
      files: number;
      bytes: number;
    };
    changed: {
      files: number;
      bytes: number;
    };
    rolled_back: {
      files: number;
      bytes: number;
    };
  };
  total: {
    files: number;
    bytes: number;
  };
  percent: number;
}

export interface BatchFailures {
  failures: {
    code: string;
    files: number;
    example: {
      recordId: string;
      path: string;
      message: string;
    };
  }[];
  more: boolean;
}

export interface BatchFile {
  recordId: string;
  path: string;
  key: string;
  status: 'planned' | 'transferred' | 'skipped' | 'failed' | 'changed' | 'rolled_back';
  contentType: string;
  sizeBytes?: number;
  modifiedAt?: string;
  sourceEtag?: string;
  sha256?: string;
  readAt?: string;
  versionId?: string;
  storedEtag?: string;
  multipartId?: string;
  created?: boolean;
  uploadId?: string;
  ownerId?: string;
  partnerId?: string;
  attempts: number;
  failure?: {
    code: string;
    message: string;
  };
  reason?: string;
  row?: {
    table: string;
    id: string;
    column: string;
    index?: number;
    value: string;
  };
  updatedAt: string;
}

export interface CreateBatchRequest {
  source: {
    bucket: string;
    prefix?: string;
    manifest?: {
      bucket?: string;
      key: string;
      inventory?: boolean;
    };
  };
  category: string;
  ownerId?: string;
  partnerId?: string;
  /**
   * @maxItems 100
   */
  include?: string[];
  /**
   * @maxItems 100
   */
  exclude?: string[];
  onConflict?: 'skip' | 'fail';
  maxErrors?: number;
}

export interface RollbackBatchRequest {
  apply?: boolean;
  moreThanHalf?: boolean;
}
