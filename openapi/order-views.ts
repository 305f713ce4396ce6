import * as z from 'zod';
import { migrationStatuses, orderFileSchema, orderSchema } from '../core/orders/model/order.ts';
import { moneySchema } from '../core/shared/model/money.ts';
import { named, time } from './named-schema.ts';

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
