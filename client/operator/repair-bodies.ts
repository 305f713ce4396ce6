// Written by `npm run client:types` from docs/openapi.json. Do not edit.

export interface DeadLetters {
  queues: {
    queue: string;
    messages: number;
    goesBack: boolean;
  }[];
}

export interface DropDeadLettersRequest {
  /**
   * @minItems 1
   * @maxItems 100
   */
  messageIds?: string[];
  all?: true;
}

export interface Dropped {
  queue: string;
  dropped: string[];
  more: boolean;
}

export interface LookForOrphansRequest {
  dryRun: boolean;
  prefix?: string;
  cursor?: string;
}

export interface OrphansFound {
  dryRun: boolean;
  counts: {
    versions: number;
    young: number;
    removable: number;
    removed: number;
    kept: number;
    entries: number;
    missing: number;
  };
  orphans: {
    key: string;
    versionId: string;
    sizeBytes: number;
    modifiedAt: string;
    why: string;
    fate: 'removed' | 'would be removed' | 'kept';
  }[];
  missing: {
    uploadId: string;
    ownerId: string;
    key: string;
    versionId?: string;
  }[];
  unreadable?: string[];
  cursor?: string;
}

export interface ParkedMessages {
  queue: string;
  messages: {
    messageId: string;
    sentAt: string;
    body: string;
    errorCode?: string;
    errorMessage?: string;
  }[];
  more: boolean;
}

export interface ReconcileOrdersRequest {
  dryRun: boolean;
  cursor?: string;
}

export interface ReconciledOrders {
  dryRun: boolean;
  orders: {
    orderId: string;
    outcome:
      | 'announced'
      | 'recovered'
      | 'started'
      | 'waiting'
      | 'swept'
      | 'overdue'
      | 'running'
      | 'settled'
      | 'failed';
  }[];
  cursor?: string;
}

export interface Redriven {
  queue: string;
  messages: number;
  moving: boolean;
  more: boolean;
}

export interface StageAlarms {
  alarms: {
    name: string;
    state: 'ringing' | 'unsure' | 'quiet';
    since?: string;
    means: string;
    runbook: string;
  }[];
  unknown: string[];
}

export interface StageMetrics {
  from: string;
  to: string;
  migrated?: number;
  failed?: number;
  paidToKeptP50Ms?: number;
  paidToKeptP95Ms?: number;
  unknown: {
    figure: 'migrated' | 'failed' | 'paidToKeptP50Ms' | 'paidToKeptP95Ms';
    why: 'no_data' | 'no_answer';
  }[];
}
