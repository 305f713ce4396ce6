import * as z from 'zod';
import { payableSchema } from '../../shared/model/money.ts';

/**
 * State of a dispute at the provider. `open`: the customer's bank took the money back, or is about
 * to. `won`: it stays with the shop after all.
 */
export const disputeStatuses = ['open', 'won', 'lost'] as const;

/** News of a dispute (a chargeback), from any provider. `amount` is the disputed one. */
export const disputeNewsSchema = z.object({
  paymentId: z.string('must be the payment’s id').min(1).max(255),
  orderId: z.string().min(1).max(255).optional(),
  disputeId: z.string('must be the dispute’s id').min(1).max(255),
  status: z.enum(disputeStatuses, 'must be open, won or lost'),
  amount: payableSchema,
  at: z.iso.datetime({ offset: true, error: 'must be a time in ISO 8601 with its zone' }),
});

export type DisputeNews = z.infer<typeof disputeNewsSchema>;
