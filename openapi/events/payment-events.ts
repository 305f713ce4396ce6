import * as z from 'zod';
import { paymentEvents } from '../../core/event-names.ts';
import { disputeNewsSchema } from '../../core/orders/model/dispute-news.ts';
import { refundNewsSchema } from '../../core/orders/model/refund-news.ts';
import type { BusEvents } from './bus-events.ts';
import { orderId, payment, paymentSchema } from './order-events.ts';

const { source } = paymentEvents;

/** Sent by a payment provider's webhooks, or by the shop itself. */
export const paymentsOnTheBus: BusEvents = {
  [paymentEvents.succeeded]: {
    version: '1.0.0',
    source,
    summary: 'An order was paid.',
    detail: z.strictObject({ orderId: z.string(), ...paymentSchema.shape }),
    example: { orderId, ...payment },
  },
  [paymentEvents.refundChanged]: {
    version: '1.1.0',
    source,
    summary: 'A refund was requested, settled or refused at the provider.',
    detail: z.strictObject(refundNewsSchema.shape),
    example: {
      ...payment,
      refundId: 're_1',
      orderId,
      status: 'settled',
      at: '2026-03-01T12:00:00.000Z',
    },
  },
  [paymentEvents.disputed]: {
    version: '1.0.0',
    source,
    summary: 'A customer’s bank disputed a payment, or the dispute was decided.',
    detail: z.strictObject(disputeNewsSchema.shape),
    example: {
      ...payment,
      disputeId: 'dp_1',
      orderId,
      status: 'open',
      at: '2026-04-01T12:00:00.000Z',
    },
  },
};
