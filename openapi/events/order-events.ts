import * as z from 'zod';
import { orderEvents } from '../../core/event-names.ts';
import { orderFileSchema } from '../../core/orders/model/order.ts';
import { moneySchema } from '../../core/shared/model/money.ts';
import { proofs } from '../../core/storage/model/proof.ts';
import type { BusEvents } from './bus-events.ts';

/** A payment as its provider names it. */
export const paymentSchema = z.strictObject({ paymentId: z.string(), amount: moneySchema });
const { role, uploadId } = orderFileSchema.shape;

/** A file at the order's end. Only files that the order does not require are skipped. */
const fileSchema = z.discriminatedUnion('status', [
  z.strictObject({ role, uploadId, status: z.literal('skipped') }),
  z.strictObject({
    role,
    uploadId,
    status: z.literal('verified'),
    permanentKey: z.string(),
    versionId: z.string().optional(),
    sizeBytes: z.int(),
    sha256: z.string().describe('base64'),
    verifiedBy: z.enum(proofs),
  }),
]);

const attempt = z.int().describe('the number of the run of the saga, from 1');

/** Samples that the examples share. */
export const payment = { paymentId: 'pay_123', amount: { value: 49.9, currency: 'EUR' } };
export const orderId = 'ord_0mRcwvGgb2M7rEXAMPLE';

export const ordersOnTheBus: BusEvents = {
  [orderEvents.completed]: {
    version: '1.0.0',
    source: orderEvents.source,
    summary:
      'Every file of the order is in permanent storage and proven equal, or rightly skipped.',
    detail: z.strictObject({
      orderId: z.string(),
      attempt,
      payment: paymentSchema.optional(),
      files: z.array(fileSchema),
    }),
    example: {
      orderId,
      attempt: 1,
      payment,
      files: [
        {
          role: 'photo',
          uploadId: 'upl_4hQeVGgb2M7rEXAMPLE',
          status: 'verified',
          permanentKey: 'photos/ord_0mRcwvGgb2M7rEXAMPLE/upl_4hQeVGgb2M7rEXAMPLE.jpg',
          versionId: 'Zk3xEXAMPLE',
          sizeBytes: 2_481_152,
          sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
          verifiedBy: proofs[0],
        },
      ],
    },
  },
  [orderEvents.failed]: {
    version: '1.1.0',
    source: orderEvents.source,
    summary: 'The migration failed for good. The payment must be refunded, if `requested` says so.',
    detail: z.strictObject({
      orderId: z.string(),
      attempt,
      reason: z.string(),
      payment: paymentSchema.optional(),
      refund: z.strictObject({
        requested: z.boolean().describe('false if the whole payment was refunded before'),
        idempotencyKey: z.string(),
      }),
    }),
    example: {
      orderId,
      attempt: 3,
      reason: 'The file is not in storage any more.',
      payment,
      refund: { requested: true, idempotencyKey: `refund-${orderId}-pay_123` },
    },
  },
  [orderEvents.retryRequested]: {
    version: '1.0.0',
    source: orderEvents.source,
    summary: 'Keepsake asks itself for another attempt. Not for listeners.',
    detail: z.strictObject({ orderId: z.string(), attempt }),
    example: { orderId, attempt: 2 },
  },
  [orderEvents.paymentHeld]: {
    version: '1.0.0',
    source: orderEvents.source,
    summary: 'A payment waits for a person.',
    detail: z.strictObject({
      orderId: z.string(),
      payment: paymentSchema,
      reason: z.enum(['second_payment', 'amount_mismatch', 'paid_another_order']),
    }),
    example: { orderId, payment, reason: 'second_payment' },
  },
};
