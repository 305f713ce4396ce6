import * as z from 'zod';
import { payableSchema } from '../../shared/model/money.ts';

/** State of a refund at the provider. `refused`: the refund failed or was cancelled. */
export const refundStatuses = ['pending', 'settled', 'refused'] as const;

/**
 * News of a refund, from any provider. With `refundId`, `amount` is that refund's. Without,
 * `amount` is all that was refunded of the payment up to `at` (ISO 8601).
 */
export const refundNewsSchema = z.object({
  paymentId: z.string('must be the payment’s id').min(1).max(255),
  orderId: z.string().min(1).max(255).optional(),
  refundId: z.string().min(1).max(255).optional(),
  status: z.enum(refundStatuses, 'must be pending, settled or refused'),
  amount: payableSchema,
  at: z.iso.datetime({ offset: true, error: 'must be a time in ISO 8601 with its zone' }),
});

export type RefundNews = z.infer<typeof refundNewsSchema>;
