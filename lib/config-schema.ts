import * as z from 'zod';
import { publicPrefix, unpaidOrderDays, wholeBucketName } from '../core/contract.ts';
import { canonicalMediaType } from '../core/uploads/model/media-type.ts';
import { frontDoorSchema } from './api/front-door-schema.ts';
import { deliverySchema, originSchema } from './delivery/delivery-schema.ts';
import { consoleProblem, consoleSchema } from './operations/console-schema.ts';
import { observabilitySchema } from './operations/observability-schema.ts';
import { refundSchema } from './orders/refund-schema.ts';
import { canReceiveWebhooks, paymentSchema } from './payments/payment-schema.ts';
import { replicaSchema } from './replica/replica-schema.ts';
import { scanSchema } from './scans/scan-schema.ts';
import { authSchema } from './sessions/auth-schema.ts';
import { challengeSchema } from './sessions/challenge-schema.ts';
import { consumersSchema } from './shared/consumers-schema.ts';
import { gradualSchema } from './shared/gradual-schema.ts';
import { ownKeysSchema } from './shared/keys/own-keys-schema.ts';
import { variantsProblem, variantsSchema } from './variants/variants-schema.ts';
import { webhookEndpointsSchema } from './webhooks/webhooks-schema.ts';

const positive = z.int().positive();
const contentType = z
  .string()
  .regex(
    /^[a-z]+\/[a-z0-9.+-]+$/,
    'must be a lower-case media type without parameters, like image/png',
  )
  .overwrite(canonicalMediaType);

const categorySchema = z.strictObject({
  prefix: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'must be one key segment of a-z, 0-9 and -')
    .refine(
      (prefix) => `${prefix}/` !== publicPrefix,
      'must not be the prefix that is served without a signature',
    ),
  contentTypes: z
    .array(contentType)
    .min(1)
    .overwrite((types) => [...new Set(types)])
    .readonly(),
  maxSizeBytes: positive.max(5 * 1024 ** 4, 'an object is at most 5 TiB'),
  storageClass: z.enum(['STANDARD', 'INTELLIGENT_TIERING', 'STANDARD_IA']),
});

/**
 * `auto`: the sweeper removes unneeded uploads after so many hours. `manual`: only POST /cleanup
 * removes them. The bucket's lifecycle rule removes the rest after `temporaryDays`.
 */
const policySchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('auto'), hours: positive }),
  z.strictObject({ mode: z.literal('manual') }),
]);

const quotasSchema = z.strictObject({
  session: z.strictObject({ files: positive, bytes: positive }),
  owner: z.strictObject({ files: positive, bytes: positive }),
  ip: z.strictObject({ filesPerDay: positive, bytesPerDay: positive }),
});

const retentionFields = z.strictObject({
  policy: policySchema,
  temporaryDays: positive,
  noncurrentDays: positive,
  abortMultipartDays: positive,
  accessLogDays: positive,
  auditDays: positive,
  logDays: z.literal([7, 14, 30, 60, 90, 180, 365]),
});

type Retention = z.infer<typeof retentionFields>;

/**
 * A paid file must never be lost. A file can be ordered in its last hour (without a sweeper, on its
 * only day), and paid at the end of the order's hold.
 */
const shortestTemporaryDays = ({ policy }: Retention): number =>
  unpaidOrderDays + (policy.mode === 'auto' ? Math.ceil(policy.hours / 24) : 1);

const retentionSchema = retentionFields.superRefine((retention, { addIssue }) => {
  const shortest = shortestTemporaryDays(retention);
  if (retention.temporaryDays >= shortest) return;
  const orderable =
    retention.policy.mode === 'auto'
      ? `the ${retention.policy.hours} hours of policy`
      : 'a day at least';
  const message =
    `must be at least ${shortest}: a file can be ordered for ${orderable}, and its order may ` +
    `take ${unpaidOrderDays} days to be paid (7 of checkout, 14 in a dead-letter queue, 7 for an ` +
    'operator)';
  addIssue({ code: 'custom', path: ['temporaryDays'], message });
});

const uploadsSchema = z.strictObject({
  /** Larger files are sent in parts. */
  multipartBytes: z
    .int()
    .min(5 * 1024 ** 2, 'S3 parts are at least 5 MiB')
    .max(5 * 1024 ** 3, 'a single presigned PUT ends at 5 GiB'),
  /** How long a client has to complete what arrived before it is done without it. */
  healAfterSeconds: positive.max(900, 'a queue delays messages by 15 minutes at most'),
  /**
   * Upload URLs lead through the nearest edge location, for customers far from the region. Costs
   * $0.04 to $0.08 per GB. `false` suspends it; absent leaves the bucket as it is.
   */
  accelerate: z.boolean().optional(),
  /** Puts news of uploads on the bus: received, quarantined, promoted, and the like. */
  announce: z.boolean().optional(),
  /** Signed-in users, too, may keep files for good without an order. */
  usersMayKeep: z.boolean().optional(),
});

const sagaSchema = z.strictObject({
  chunkSize: positive.max(25),
  maxAttempts: positive.max(10),
  multipartCopyBytes: z
    .int()
    .min(5 * 1024 ** 2, 'S3 parts are at least 5 MiB')
    .max(5 * 1024 ** 3, 'CopyObject ends at 5 GiB'),
  reconcileAfterMinutes: positive,
});

const bulkSchema = z.strictObject({
  /** Buckets of this account (or that allow it) whose objects the functions may read. */
  sourceBuckets: z.array(z.string().regex(wholeBucketName, 'must be the name of a bucket')),
  /**
   * Calls at once, each with 25 copies at a time. S3 takes 3,500 copies a second for each prefix,
   * DynamoDB the records of about 8,000.
   */
  concurrency: positive.max(1000),
  /** Copies the objects below a prefix in turns of one function, without a Distributed Map. */
  inTurns: z.boolean().optional(),
});

const throttleSchema = z.strictObject({ ratePerSecond: positive, burst: positive });

/** Absent: permanent files are compared only when an operator asks for it. */
const integritySchema = z.strictObject({
  /** Weeks in which every permanent file is compared once, a part each week. */
  everyWeeks: positive.max(520, 'ten years at most'),
  /** Files whose bytes are read: those that S3 keeps no SHA-256 of, or all. */
  read: z.enum(['unproven', 'all']).optional(),
});

const stageSchema = z.strictObject({
  /** Names log groups, dashboards and secrets: a deployment would fail on other characters. */
  stage: z
    .string()
    .regex(/^[\w-]{1,60}$/, 'the name of a stage has 1 to 60 letters, digits, - and _'),
  /**
   * `keep`: data outlives the stack and cannot be deleted by accident. `remove`: `cdk destroy`
   * removes the tables (and empty buckets).
   */
  onRemoval: z.enum(['keep', 'remove']),
  allowedOrigins: z.array(originSchema).min(1),
  alertEmails: z.array(z.email()),
  retention: retentionSchema,
  /**
   * Limits per owner in temporary storage, and per address and day for announcements. These limits
   * end an anonymous flood.
   */
  quotas: quotasSchema,
  categories: z.record(z.string().regex(/^[a-z0-9-]+$/), categorySchema),
  uploads: uploadsSchema,
  presignSeconds: positive.max(3600, 'signed links live an hour at most'),
  sessionHours: positive,
  payment: paymentSchema,
  auth: authSchema,
  saga: sagaSchema,
  /** Runs at once of the functions that are fed by queues. */
  consumers: consumersSchema,
  throttle: z.strictObject({
    api: throttleSchema,
    sessions: throttleSchema,
    links: throttleSchema,
    /** `POST /webhooks/{provider}`; 50 a second, 100 at once when absent. */
    webhooks: throttleSchema.default({ ratePerSecond: 50, burst: 100 }),
  }),
  delivery: deliverySchema,
  /** CloudFront and AWS WAF before the API. None when absent. */
  frontDoor: frontDoorSchema.optional(),
  /** A challenge for people before new sessions and orders. None when absent. */
  challenge: challengeSchema.optional(),
  bulk: bulkSchema,
  observability: observabilitySchema,
  /** The scheduled comparison of permanent files with the registry. None when absent. */
  integrity: integritySchema.optional(),
  /** The scanner for malware whose verdict uploads wait for. None when absent. */
  scan: scanSchema.optional(),
  /** New code meets a part of the traffic first. When absent, all of it at once. */
  gradualDeployment: gradualSchema.optional(),
  /** KMS keys of the stage's own for files, records, queues, topic and logs. AWS's when absent. */
  ownKeys: ownKeysSchema.optional(),
  /** The operators' web console. None when absent. */
  console: consoleSchema.optional(),
  /** Calls to a payment provider when an order ends. If absent, only the bus has the event. */
  refund: refundSchema.optional(),
  /** Endpoints that receive events; none by default. */
  webhooks: webhookEndpointsSchema.optional(),
  /** Smaller pictures of customers' pictures; none are made when absent. */
  variants: variantsSchema.optional(),
  /** A second region with a copy of every permanent file. None when absent. */
  replica: replicaSchema.optional(),
  /** Name of a managed policy that bounds every role the stage creates. */
  permissionsBoundary: z
    .string()
    .regex(
      /^[\w+=,.@-]{1,128}$/,
      'must be the name of a managed policy of the account, not its ARN',
    )
    .optional(),
  /** Tags on everything, beside `project` and `stage`: cost centres and the like. */
  tags: z.record(z.string().min(1).max(128), z.string().max(256)).optional(),
});

type Stage = z.infer<typeof stageSchema>;

const isHeard = ({ observability, alertEmails }: Stage): boolean =>
  observability.monthlyBudgetUsd === undefined || alertEmails.length > 0;

/** Everything a stage decides; unknown keys are refused so that a typo is not a silent default. */
export const configSchema = stageSchema
  .superRefine((stage, { addIssue }) => {
    const message = consoleProblem(stage);
    if (message !== undefined) addIssue({ code: 'custom', path: ['console'], message });
    const problem = variantsProblem(stage);
    if (problem !== undefined) addIssue({ code: 'custom', path: ['variants'], message: problem });
  })
  .refine(({ frontDoor, delivery }) => !frontDoor || delivery.apiDomain, {
    path: ['frontDoor'],
    message: 'needs delivery.apiDomain: the name that will lead to CloudFront',
  })
  .refine(isHeard, {
    path: ['observability', 'monthlyBudgetUsd'],
    message: 'needs somebody who hears of it: add alertEmails',
  })
  .refine(({ payment }) => canReceiveWebhooks(payment), {
    path: ['payment', 'webhooks'],
    message:
      'needs the payment event of the defaults: leave out eventBusName, source, detailType, ' +
      'mapping and filter.path',
  });

/** One stage's validated configuration. */
export type Config = z.infer<typeof configSchema>;
