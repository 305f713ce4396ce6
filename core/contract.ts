/**
 * The contract between infrastructure and code: file categories, settings and names of variables.
 * Types and constants only.
 */

import type { ChallengeSettings } from './challenge-contract.ts';
import type { PaymentFilter, PaymentMapping, PaymentWebhookSettings } from './payment-contract.ts';
import type { WebhookEndpoint } from './webhook-contract.ts';

/** A class of files: its permanent place, its media types and its size limit. */
export type FileCategory = {
  /** First segment of the permanent key, e.g. `photos`. */
  prefix: string;
  /** Media types a client may announce, lower case, without parameters. */
  contentTypes: readonly string[];
  maxSizeBytes: number;
  storageClass: 'STANDARD' | 'INTELLIGENT_TIERING' | 'STANDARD_IA';
};

/**
 * How much may wait in temporary storage, by the kind of its owner, and be announced from one
 * address (an IPv6 /64) in a day (UTC).
 */
export type Quotas = {
  session: { files: number; bytes: number };
  owner: { files: number; bytes: number };
  ip: { filesPerDay: number; bytesPerDay: number };
};

/** How files reach people: which URLs are signed, by what, for how long. */
export type DeliverySettings = {
  /** The distribution for permanent files; without it, storage's own signed URLs serve. */
  cloudFront?: { domain: string; keyPairId: string };
  /** How long a signed URL lives, seconds. */
  signedSeconds: number;
  /** Where files that were never moved are still served from, without a trailing slash. */
  legacyBaseUrl?: string;
  /** How long a permalink lives unless its maker says otherwise, days. */
  linkDays: number;
  /** Origin of printed permalinks, e.g. `https://files.example.com`; by default the API's own. */
  linkOrigin?: string;
};

/** How a stage treats files that could not be scanned, and how long it waits for a verdict. */
export type ScanGate = { unscannable: 'refuse' | 'pass'; waitHours: number };

/** Permanent keys below this prefix are served without a signature. */
export const publicPrefix = 'public/';

/**
 * Days an order may be on its way to being paid: 7 of checkout, 14 in a dead-letter queue, 7 for an
 * operator to act. Its files stay as long.
 */
export const unpaidOrderDays = 7 + 14 + 7;

/**
 * Age of an Express child, in seconds, after which a bulk call starts no further object. Express
 * executions end after 300 s.
 */
export const bulkCopySeconds = 240;

/**
 * The file beside a function's code that holds the settings it reads, as JSON. Lambda allows 4 KB
 * for all variables of a function, and a stage may list many file categories.
 */
export const settingsFile = 'settings.json';

/**
 * A setting that only CloudFormation knows, like the id of a user pool. The settings file names the
 * variable that holds it: `{ "$env": "AUTH_ISSUER" }`.
 */
export type SettingInVariable = { $env: string };

/** One kind of smaller picture, e.g. `thumbnail`: it fits into these measures, or covers them. */
export type VariantSize = {
  name: string;
  widthPx: number;
  heightPx: number;
  /** By default `inside`: the whole picture. `cover` cuts it to the measures. */
  fit?: 'inside' | 'cover' | undefined;
};

/** The smaller pictures that a stage makes of its customers' pictures. */
export type VariantSettings = { sizes: readonly VariantSize[]; hasFfmpeg: boolean };

/** A stage's settings. Each function gets only the settings that it reads. */
export type Settings = {
  categories: Readonly<Record<string, FileCategory>>;
  /** How long a presigned upload URL lives, seconds. */
  presignSeconds: number;
  /** Upload URLs lead through the nearest edge location (S3 Transfer Acceleration). */
  isAccelerated: boolean;
  sessionHours: number;
  /**
   * Days until the bucket's lifecycle rule removes an upload, in use or not. Longer than the time
   * in which it may be ordered, by at least `unpaidOrderDays`.
   */
  temporaryDays: number;
  /** Larger files are sent in parts. */
  multipartBytes: number;
  /** Days until the parts of an unfinished upload are dropped. */
  abortMultipartDays: number;
  /**
   * Hours after which the sweeper removes uploads that no order or job needs. Without a number,
   * only POST /cleanup removes them.
   */
  sweepHours?: number;
  quotas: Quotas;
  /** Files in one Copy or Verify step, 1..25. */
  chunkSize: number;
  /** Attempts per payment before the refund is requested. */
  maxAttempts: number;
  /** Objects at least this large are copied in parallel parts. */
  multipartCopyBytes: number;
  payment: PaymentMapping & { filter?: PaymentFilter };
  /** Consequences of refunds that the provider reports. */
  refunds: { alarmAfterDays?: number | undefined; revokeLinks?: boolean | undefined };
  /** The providers whose webhooks the stage receives itself. */
  paymentWebhooks?: PaymentWebhookSettings;
  /** Only workers and operators may state what an order costs. */
  trustedAmounts: boolean;
  /** Where the stage sends its events; none without the Webhooks stack. */
  webhookEndpoints: readonly WebhookEndpoint[];
  /** News of uploads goes over the bus. */
  announcesUploads: boolean;
  /** Uploads wait for the verdict of a scanner for malware; without, for none. */
  scan?: ScanGate;
  /** Signed-in users, too, may keep files for good without an order. */
  usersMayKeep: boolean;
  auth: {
    issuer: string;
    jwksUri: string;
    /** Clients whose access tokens are taken: the applications', and the console's. */
    audiences: readonly string[];
    adminGroup: string;
    workerGroup: string;
    /** Whose members see what operators see, and change nothing. */
    viewerGroup: string;
  };
  /** Minutes an order may look unfinished before the reconciler acts on it. */
  reconcileAfterMinutes: number;
  delivery: DeliverySettings;
  /** A challenge for people before new sessions and orders; a stage without asks for none. */
  challenge?: ChallengeSettings;
  /** The scheduled comparison of permanent files; a stage without has no function for it. */
  integrity?: { everyWeeks: number; read?: 'unproven' | 'all' | undefined };
  /** A stage without has no function that makes variants. */
  variants?: VariantSettings;
  /** Days that an operator's act stays on record. */
  auditDays: number;
  /** Buckets legacy files may be read from. */
  bulkSources: readonly string[];
};

/** Names of the environment variables the functions read. */
export type EnvName =
  | 'UPLOADS_TABLE'
  | 'ORDERS_TABLE'
  | 'SESSIONS_TABLE'
  | 'UPLOADS_BUCKET'
  | 'ARRIVALS_QUEUE_URL'
  | 'FILES_BUCKET'
  | 'EVENT_BUS_NAME'
  | 'ALERT_TOPIC_ARN'
  | 'ORDER_STATE_MACHINE_ARN'
  | 'LINKS_TABLE'
  | 'BATCHES_TABLE'
  | 'BULK_STATE_MACHINE_ARN'
  | 'JOBS_TABLE'
  | 'STATS_TABLE'
  | 'QUOTAS_TABLE'
  | 'ERASURES_TABLE'
  | 'WEBHOOKS_QUEUE_URL'
  | 'AUDIT_TABLE'
  | 'DELIVERIES_TABLE'
  | 'CHALLENGE_SECRET'
  | 'DEAD_LETTERS'
  | 'ALARM_REGIONS'
  | 'SERVICE_NAME'
  | 'DELIVERY_KEY_SECRET'
  | 'FRONT_DOOR_SECRET'
  | 'FRONT_DOOR_ONLY'
  | 'REPLICA_BUCKET'
  | 'REPLICA_REGION';

/** Headers of a request that came through the front door: its secret, and the caller's address. */
export const frontDoorHeaders = {
  proof: 'x-keepsake-front-door',
  address: 'x-keepsake-address',
} as const;

/** Keys in the quotas' table that begin so are requests with an Idempotency-Key. */
export const idempotencyPrefix = 'idempotency#';

/** Prefix of keys in the quotas' table: events that a provider's webhook delivered. */
export const webhookPrefix = 'webhook#';

/** Where the stats' table holds the runs of the scheduled comparison. */
export const integrityScope = 'integrity';

/** Minutes until a file is in the second region; longer raises an alarm. S3's only value. */
export const replicationMinutes = 15;

/** A transaction holds 100 items: the order and its files. */
export const maxFilesPerOrder = 99;

/** Results of a bulk Map, in the uploads bucket: one folder per batch below this prefix. */
export const bulkResultsPrefix = 'bulk-results/';
/**
 * Files up to here are read while their client waits, where storage kept no SHA-256: about half a
 * second. Larger ones are the worker's.
 */
export const checkInlineBytes = 32 * 1024 ** 2;

/** Everything a customer sends lands below this prefix; lifecycle rules sweep it. */
export const temporaryPrefix = 'temp/';

/** Metadata by which Keepsake recognises its objects. Delivery removes these fields. */
export const copyMarks = [
  'keepsake-order',
  'keepsake-attempt',
  'keepsake-promotion',
  'keepsake-batch',
  'keepsake-record',
  'keepsake-owner',
] as const;

/**
 * Names of buckets, also those that S3 gave in us-east-1 before 2018: capitals, underscores, and up
 * to 255 characters.
 */
export const bucketNamePattern = /[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]/;

/** A text that is the ARN of a role or a user, and nothing else. */
export const roleOrUserArn = /^arn:aws[\w-]*:iam::\d{12}:(?:role|user)\/.+$/;

/** A text that is the name of a bucket and nothing else. */
export const wholeBucketName = new RegExp(`^${bucketNamePattern.source}$`);
