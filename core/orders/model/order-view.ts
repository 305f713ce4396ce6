import * as z from 'zod';
import { moneySchema } from '../../shared/model/money.ts';
import {
  migrationStatuses,
  type Order,
  type OrderFile,
  type OrderWithFiles,
  orderFileSchema,
  orderSchema,
} from './order.ts';
import { refundedOf, refundStateOf } from './order-refunds.ts';

const time = z.iso.datetime();

/** Why an order or one of its files failed, as the API says it. */
export const orderFailureSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  role: z.string().optional(),
});

/** An order in a list, as the API answers it. */
export const orderSummarySchema = z.strictObject({
  orderId: z.string(),
  status: orderSchema.shape.status,
  amount: moneySchema,
  migration: z.strictObject({
    status: z.enum(migrationStatuses).exclude(['compensating']),
    attempt: z.int(),
    startedAt: time.optional(),
    completedAt: time.optional(),
    error: orderFailureSchema.optional(),
  }),
  refund: z
    .strictObject({
      requested: z.literal(true),
      idempotencyKey: z.string(),
      requestedAt: time,
      /** `requested` until the provider reports that it settled, or refuses it. */
      state: z.enum(['requested', 'settled', 'refused']),
      settledAt: time.optional(),
    })
    .optional(),
  /** The refunded part of the order's payment, with the time of the last refund. */
  refunded: z.strictObject({ amount: moneySchema, at: time }).optional(),
  createdAt: time,
  updatedAt: time,
});

const { role, required, uploadId, status, permanentKey, versionId, sizeBytes, sha256, verifiedBy } =
  orderFileSchema.shape;

/** An order with its files, as the API answers it. */
export const orderViewSchema = orderSummarySchema.extend({
  files: z.array(
    z.strictObject({
      role,
      required,
      uploadId,
      status,
      permanentKey,
      versionId,
      sizeBytes,
      sha256,
      verifiedBy,
      failure: orderFailureSchema.optional(),
    }),
  ),
});

/** An order as its owner sees it. */
export type OrderView = z.infer<typeof orderViewSchema>;

/** An order in a list, without its files. */
export const orderSummary = (order: Order): z.infer<typeof orderSummarySchema> => ({
  orderId: order.orderId,
  status: order.status,
  amount: order.amount,
  migration: migrationView(order),
  ...refundView(order),
  createdAt: order.createdAt,
  updatedAt: order.updatedAt,
});

const migrationView = ({ migration }: Order): OrderView['migration'] => ({
  status: migration.status === 'compensating' ? 'migrating' : migration.status,
  attempt: migration.attempt,
  startedAt: migration.startedAt,
  completedAt: migration.completedAt,
  error: migration.error,
});

const refundView = (order: Order): Pick<OrderView, 'refund' | 'refunded'> => {
  const refunded = order.payment && refundedOf(order, order.payment.paymentId);
  const state = refundStateOf(order);
  return {
    refund: order.refund && {
      requested: true,
      idempotencyKey: order.refund.idempotencyKey,
      requestedAt: order.refund.requestedAt,
      state,
      settledAt: state === 'settled' ? refunded?.at : undefined,
    },
    refunded,
  };
};

/** As the customer named them; files of older records by their role. */
export const inOrder = (a: OrderFile, b: OrderFile): number =>
  (a.position ?? 0) - (b.position ?? 0) || (a.role < b.role ? -1 : 1);

/** An order as its owner sees it, files in the order given: no fencing tokens, no payment ids. */
export const orderView = ({ order, files }: OrderWithFiles): OrderView => ({
  ...orderSummary(order),
  files: files.toSorted(inOrder).map(fileView),
});

type FileView = OrderView['files'][number];

const fileView = (file: OrderFile): FileView => ({
  role: file.role,
  required: file.required,
  uploadId: file.uploadId,
  status: file.status,
  ...placeOf(file),
  sizeBytes: file.sizeBytes,
  sha256: file.sha256,
  verifiedBy: file.verifiedBy,
  failure: file.failure,
});

/**
 * A key is shown only after a file was kept under it. Before, the key is a plan; after a conflict,
 * the key belongs to another object.
 */
const placeOf = (file: OrderFile): Pick<FileView, 'permanentKey' | 'versionId'> =>
  file.status === 'copied' || file.status === 'verified'
    ? { permanentKey: file.permanentKey, versionId: file.versionId }
    : {};
