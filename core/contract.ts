/** What the infrastructure and the code agree on: names of environment variables, events and settings. Types and constants only. */

/** A class of files: where they are kept, what may be sent, and how much of it. */
export type FileCategory = {
  /** First segment of the permanent key, e.g. `photos`. */
  prefix: string;
  /** Media types a client may announce, lower case, without parameters. */
  contentTypes: readonly string[];
  maxSizeBytes: number;
  storageClass: 'STANDARD' | 'INTELLIGENT_TIERING' | 'STANDARD_IA';
};

/** Where a payment event keeps what we need. Paths are dotted (`detail.data.object.id`). */
export type PaymentMapping = {
  orderId: string;
  paymentId: string;
  amountValue: string;
  currency: string;
  /** `minor`: the value counts cents (Stripe); `major`: it is a decimal number of the currency. */
  unit: 'major' | 'minor';
};

/** How files reach people: which URLs are signed, by what, for how long. */
export type DeliverySettings = {
  /** The distribution in front of permanent files; without one (a local stage) storage's own signed URLs serve. */
  cloudFront?: { domain: string; keyPairId: string };
  /** How long a signed URL lives, seconds. */
  signedSeconds: number;
  /** Where files that were never moved are still served from, without a trailing slash. */
  legacyBaseUrl?: string;
  /** How long a permalink lives unless its maker says otherwise, days. */
  linkDays: number;
  /** Origin printed permalinks start with, e.g. `https://files.example.com`; the API's own address when absent. */
  linkOrigin?: string;
};

/** Types a browser may show instead of saving; everything else is an attachment, whatever its name says. */
export const inlineTypes: readonly string[] = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/x-wav',
  'audio/ogg',
  'audio/webm',
  'video/mp4',
  'video/webm',
  'application/pdf',
];

/** Permanent keys below this prefix are served without a signature. */
export const publicPrefix = 'public/';

/** What every function may know about the stage it runs in; travels as JSON in `SETTINGS`. */
export type Settings = {
  stage: string;
  categories: Readonly<Record<string, FileCategory>>;
  /** How long a presigned upload URL lives, seconds. */
  presignSeconds: number;
  sessionHours: number;
  /** Days an upload without a paid order is promised to stay. */
  temporaryDays: number;
  /** Files in one Copy or Verify step, 1..25. */
  chunkSize: number;
  /** Attempts per payment before the refund is asked for. */
  maxAttempts: number;
  /** Objects at least this large are copied in parallel parts. */
  multipartCopyBytes: number;
  payment: PaymentMapping;
  auth: { issuer: string; jwksUri: string; audience: string; adminGroup: string; workerGroup: string };
  /** Minutes an order may look unfinished before the reconciler acts on it. */
  reconcileAfterMinutes: number;
  delivery: DeliverySettings;
  /** Buckets legacy files may be read from. */
  bulkSources: readonly string[];
};

/** Names of the environment variables the functions read. */
export type EnvName =
  | 'SETTINGS'
  | 'UPLOADS_TABLE'
  | 'ORDERS_TABLE'
  | 'SESSIONS_TABLE'
  | 'UPLOADS_BUCKET'
  | 'FILES_BUCKET'
  | 'EVENT_BUS_NAME'
  | 'ALERT_TOPIC_ARN'
  | 'ORDER_STATE_MACHINE_ARN'
  | 'LINKS_TABLE'
  | 'BATCHES_TABLE'
  | 'BULK_STATE_MACHINE_ARN'
  | 'DELIVERY_KEY_SECRET';

/**
 * Index of the orders table by what is to be done: `open#<shard>` is what the reconciler must look at, `<state>#<shard>` everything else.
 * The hash key is sharded.
 */
export const attentionIndex = { name: 'attention', hashKey: 'attention', sortKey: 'updatedAt', shards: 8 } as const;

/** Index of the orders table: an owner's orders, newest first. Ledger entries have no owner and are not in it. */
export const orderOwnerIndex = { name: 'by-owner', hashKey: 'ownerId', sortKey: 'createdAt' } as const;

/** Index of the uploads table: an owner's uploads, newest first. */
export const ownerIndex = { name: 'by-owner', hashKey: 'ownerId', sortKey: 'createdAt' } as const;

/** Index of the links table: every permalink of an order. */
export const orderLinksIndex = { name: 'by-order', hashKey: 'orderId', sortKey: 'createdAt' } as const;

/** Index of the batches table: every batch, newest first. Records are not in it. */
export const batchesIndex = { name: 'by-creation', hashKey: 'kind', sortKey: 'createdAt' } as const;

/** Events Keepsake puts on its own bus. */
export const orderEvents = {
  source: 'keepsake.orders',
  completed: 'OrderMigrationCompleted',
  failed: 'OrderMigrationFailed',
  retryRequested: 'OrderMigrationRetryRequested',
} as const;

/** The payment event of a stage that does not configure its own. */
export const defaultPaymentEvent = { source: 'keepsake.payments', detailType: 'PaymentSucceeded' } as const;

/** A transaction holds 100 items: the order and its files. */
export const maxFilesPerOrder = 99;

/** Where the results of a bulk migration's Map are written, in the uploads bucket; below it one folder per batch. */
export const bulkResultsPrefix = 'bulk-results/';

/** Everything a customer sends lands below this prefix; lifecycle rules sweep it. */
export const temporaryPrefix = 'temp/';

/** The routes of the HTTP API; `access` says who may call them. */
export const routes = {
  createSession: { method: 'POST', path: '/sessions', access: 'public' },
  createUpload: { method: 'POST', path: '/uploads', access: 'owner' },
  completeUpload: { method: 'POST', path: '/uploads/{id}/complete', access: 'owner' },
  getUpload: { method: 'GET', path: '/uploads/{id}', access: 'owner' },
  createOrder: { method: 'POST', path: '/orders', access: 'owner' },
  getOrder: { method: 'GET', path: '/orders/{id}', access: 'owner' },
  listOrders: { method: 'GET', path: '/orders', access: 'owner' },
  orderTimeline: { method: 'GET', path: '/orders/{id}/timeline', access: 'owner' },
  retryOrder: { method: 'POST', path: '/orders/{id}/retry', access: 'admin' },
  compensateOrder: { method: 'POST', path: '/orders/{id}/compensate', access: 'admin' },
  downloadUpload: { method: 'GET', path: '/uploads/{id}/download', access: 'owner' },
  downloadOrderFile: { method: 'GET', path: '/orders/{id}/files/{role}', access: 'owner' },
  createLink: { method: 'POST', path: '/orders/{id}/links', access: 'owner' },
  retargetLink: { method: 'PUT', path: '/links/{token}', access: 'owner' },
  revokeLink: { method: 'DELETE', path: '/links/{token}', access: 'owner' },
  followLink: { method: 'GET', path: '/l/{token}', access: 'public' },
  linkQrSvg: { method: 'GET', path: '/l/{token}/qr.svg', access: 'public' },
  linkQrPng: { method: 'GET', path: '/l/{token}/qr.png', access: 'public' },
  createBatch: { method: 'POST', path: '/batches', access: 'admin' },
  listBatches: { method: 'GET', path: '/batches', access: 'admin' },
  getBatch: { method: 'GET', path: '/batches/{id}', access: 'admin' },
  listBatchFiles: { method: 'GET', path: '/batches/{id}/files', access: 'admin' },
  startBatch: { method: 'POST', path: '/batches/{id}/start', access: 'admin' },
  pauseBatch: { method: 'POST', path: '/batches/{id}/pause', access: 'admin' },
  resumeBatch: { method: 'POST', path: '/batches/{id}/resume', access: 'admin' },
  cancelBatch: { method: 'POST', path: '/batches/{id}/cancel', access: 'admin' },
  verifyBatch: { method: 'POST', path: '/batches/{id}/verify', access: 'admin' },
  rollbackBatch: { method: 'POST', path: '/batches/{id}/rollback', access: 'admin' },
  olderCreateBatch: { method: 'POST', path: '/api/migration/batch', access: 'admin' },
  olderListBatches: { method: 'GET', path: '/api/migration/batches', access: 'admin' },
  olderProcess: { method: 'POST', path: '/api/migration/process', access: 'admin' },
  olderProgress: { method: 'GET', path: '/api/migration/progress/{id}', access: 'admin' },
  olderBatchFiles: { method: 'GET', path: '/api/migration/batch/{id}/files', access: 'admin' },
  olderVerify: { method: 'POST', path: '/api/migration/verify', access: 'admin' },
  olderRollback: { method: 'POST', path: '/api/migration/rollback', access: 'admin' },
} as const;

/** Namespace of every metric the functions emit; their one dimension is `service`, which names the stage. */
export const metricNamespace = 'Keepsake';

/** The `service` of a stage's metrics and log lines. */
export const servicePrefix = 'keepsake-';

/** What the functions count and measure, where they know it. Dashboard and alarms read these names. */
export const metricNames = [
  'OrdersCompleted',
  'FilesKept',
  'BytesKept',
  'MigrationMilliseconds',
  'PaidToKeptMilliseconds',
  'OrdersFailed',
  'AttemptsRetried',
  'AttemptsCompensated',
  'CompensationsFailed',
  'CorruptionsFound',
  'PaymentsAccepted',
  'PaymentsHeld',
  'ExecutionsTakenOver',
  'UploadsCreated',
  'UploadsCompleted',
  'UploadsQuarantined',
  'BytesUploaded',
  'RequestsRefused',
  'RequestsFailed',
  'MessagesReturned',
  'ReconcilerRuns',
  'OrdersAnnouncedLate',
  'OrdersRecovered',
  'OrdersStartedLate',
  'OrdersWaiting',
  'OrdersSwept',
  'OrdersNotReconciled',
  'TemporaryFilesSampled',
  'TemporaryFilesOverdue',
] as const;

export type MetricName = (typeof metricNames)[number];

/** What bulk migrations count; the dashboard has a row for it. */
export const batchMetricNames = [
  'BatchRecordsKept',
  'BatchRecordsFailed',
  'BatchRecordsSkipped',
  'BatchBytesKept',
  'BatchesCompleted',
  'BatchesFailed',
  'BatchesRolledBack',
] as const;

export type BatchMetricName = (typeof batchMetricNames)[number];
