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
  auth: { issuer: string; jwksUri: string; audience: string; adminGroup: string };
  /** Minutes an order may look unfinished before the reconciler acts on it. */
  reconcileAfterMinutes: number;
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
  | 'ORDER_STATE_MACHINE_ARN';

/** Index of the orders table that holds only what the reconciler must look at; its hash key is sharded. */
export const attentionIndex = { name: 'attention', hashKey: 'attention', sortKey: 'updatedAt', shards: 8 } as const;

/** Index of the uploads table: an owner's uploads, newest first. */
export const ownerIndex = { name: 'by-owner', hashKey: 'ownerId', sortKey: 'createdAt' } as const;

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
} as const;
