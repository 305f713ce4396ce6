import * as z from 'zod';
import { linkSchema } from '../core/delivery/model/link.ts';
import { jobSchema } from '../core/jobs/model/job.ts';
import { migrationStatuses, orderFileSchema, orderSchema } from '../core/orders/model/order.ts';
import { cleanUpSchema } from '../core/retention/clean-up.ts';
import { moneySchema } from '../core/shared/model/money.ts';
import { uploadSchema } from '../core/uploads/model/upload.ts';

const named = <Schema extends z.ZodType>(id: string, schema: Schema): Schema =>
  schema.meta({ id }) as Schema;

const time = z.iso.datetime();

/** RFC 9457, with the wrong fields of invalid input. */
export const problemView = named(
  'Problem',
  z.strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
    retryAfterSeconds: z.int().optional(),
  }),
);

export const uploadView = named(
  'Upload',
  z.strictObject({
    ...uploadSchema.omit({
      etag: true,
      bucket: true,
      legacyPath: true,
      revision: true,
      orderIds: true,
      jobIds: true,
      multipart: true,
    }).shape,
    multipart: z.strictObject({ partSizeBytes: z.int(), partCount: z.int() }).optional(),
  }),
);

const failureView = z.strictObject({
  code: z.string(),
  message: z.string(),
  role: z.string().optional(),
});

const {
  role,
  required,
  uploadId,
  status: fileStatus,
  permanentKey,
  versionId,
  sizeBytes,
  sha256,
  verifiedBy,
} = orderFileSchema.shape;

const summaryShape = {
  orderId: z.string(),
  status: orderSchema.shape.status,
  amount: moneySchema,
  migration: z.strictObject({
    status: z.enum(migrationStatuses).exclude(['compensating']),
    attempt: z.int(),
    startedAt: time.optional(),
    completedAt: time.optional(),
    error: failureView.optional(),
  }),
  refund: z
    .strictObject({ requested: z.literal(true), idempotencyKey: z.string(), requestedAt: time })
    .optional(),
  createdAt: time,
  updatedAt: time,
};

const orderShape = {
  ...summaryShape,
  files: z.array(
    z.strictObject({
      role,
      required,
      uploadId,
      status: fileStatus,
      permanentKey,
      versionId,
      sizeBytes,
      sha256,
      verifiedBy,
      failure: failureView.optional(),
    }),
  ),
};

export const orderView = named('Order', z.strictObject(orderShape));

/** `ownerId` is for operators. */
export const orderPageView = z.strictObject({
  orders: z.array(
    named('OrderSummary', z.strictObject({ ...summaryShape, ownerId: z.string().optional() })),
  ),
  cursor: z.string().optional(),
});

const text = z.string().optional();

/** What is missing here from an owner's answer is for operators. */
export const timelineView = named(
  'OrderTimeline',
  z.strictObject({
    ...orderShape,
    ownerId: text,
    failure: failureView.optional(),
    events: z.array(
      z.strictObject({
        at: time,
        event: z.string(),
        attempt: z.int().optional(),
        runId: text,
        paymentId: text,
        cause: failureView.optional(),
      }),
    ),
    attempts: z
      .array(
        z.strictObject({
          attempt: z.int(),
          runs: z.array(z.string()),
          startedAt: time.optional(),
          endedAt: time.optional(),
          outcome: text,
          cause: failureView.optional(),
        }),
      )
      .optional(),
    undone: z
      .array(
        z.strictObject({ role: z.string(), permanentKey: z.string(), versionId: text, at: time }),
      )
      .optional(),
    outstanding: z.array(
      z.strictObject({
        who: z.enum(['customer', 'keepsake', 'payment_provider', 'operator']),
        what: z.string(),
        roles: z.array(z.string()).optional(),
        idempotencyKey: text,
        paymentId: text,
        detailType: text,
      }),
    ),
  }),
);

export const sessionView = named(
  'Session',
  z.strictObject({ sessionId: z.string(), token: z.string(), expiresAt: time }),
);

export const fileView = named(
  'FileUrl',
  z.strictObject({ url: z.url(), source: z.enum(['cloudfront', 's3', 'local']), expiresAt: time }),
);

const { orderId, createdAt, expiresAt, lastUsedOn } = linkSchema.shape;

export const linkView = named(
  'Link',
  z.strictObject({ orderId, role: linkSchema.shape.role, createdAt, expiresAt, lastUsedOn }),
);

export const createdLinkView = named(
  'CreatedLink',
  z.strictObject({
    token: z.string(),
    url: z.url(),
    qrSvgUrl: z.url(),
    qrPngUrl: z.url(),
    orderId,
    role: linkSchema.shape.role,
    expiresAt,
  }),
);

export const presignedView = named(
  'PresignedUpload',
  z.strictObject({
    uploadId: z.string(),
    key: z.string(),
    method: z.literal('PUT'),
    url: z.url(),
    headers: z.record(z.string(), z.string()),
    expiresAt: time,
  }),
);

const planShape = { partSizeBytes: z.int(), partCount: z.int() };

export const partsPlanView = named(
  'PartsPlan',
  z.strictObject({
    uploadId: z.string(),
    key: z.string(),
    multipart: z.strictObject(planShape),
    expiresAt: time,
  }),
);

export const signedPartsView = named(
  'SignedParts',
  z.strictObject({
    parts: z.array(
      z.strictObject({
        partNumber: z.int(),
        sizeBytes: z.int(),
        method: z.literal('PUT'),
        url: z.url(),
        headers: z.record(z.string(), z.string()),
      }),
    ),
    expiresAt: time,
  }),
);

export const partPageView = named(
  'PartList',
  z.strictObject({
    ...planShape,
    parts: z.array(
      z.strictObject({ partNumber: z.int(), sizeBytes: z.int(), crc64nvme: z.string().optional() }),
    ),
  }),
);

export const jobView = named(
  'Job',
  z.strictObject(jobSchema.omit({ revision: true, announcements: true, sessionId: true }).shape),
);

const tally = z.strictObject({ files: z.int(), bytes: z.int() });
const tallies = z.record(z.string(), tally);

export const statsView = named(
  'Stats',
  z.strictObject({
    total: tally,
    byStatus: tallies,
    byCategory: tallies,
    byOwnerType: tallies,
    byDay: tallies,
  }),
);

export const handOverView = named(
  'HandedOver',
  z.strictObject({
    handedOver: z.int(),
    unchanged: z.int(),
    refused: z.array(z.strictObject({ uploadId: z.string(), reason: z.string() })),
    dryRun: z.boolean(),
  }),
);

export const cleanUpView = named(
  'CleanUpReport',
  z.strictObject({
    ...cleanUpSchema.shape,
    files: z.int(),
    bytes: z.int(),
    kept: z.int(),
    failed: z.int(),
    more: z.boolean(),
    uploadIds: z.array(z.string()),
  }),
);
