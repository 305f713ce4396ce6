import type { Config } from '../../config-schema.ts';

type Refund = NonNullable<Config['refund']>;

/** The secret's text is the header's whole value: `Bearer sk_live_…`. */
const shared = (secretName: string) => ({
  connection: { header: 'Authorization', secretName },
  ratePerSecond: 20,
});

/**
 * Captured at checkout: a failed order is refunded in full. Stripe's parameters are in the query.
 */
export const stripeRefunds = (secretName: string): Refund => ({
  failed: {
    ...shared(secretName),
    endpoint: 'https://api.stripe.com/v1/refunds',
    query: {
      payment_intent: '$.detail.payment.paymentId',
      'metadata[orderId]': '$.detail.orderId',
    },
    headers: { 'Idempotency-Key': '$.detail.refund.idempotencyKey' },
    body: {},
  },
});

const intent = (secretName: string, verb: 'cancel' | 'capture', idempotencyKey: string) => ({
  ...shared(secretName),
  endpoint: `https://api.stripe.com/v1/payment_intents/*/${verb}`,
  path: ['$.detail.payment.paymentId'],
  headers: { 'Idempotency-Key': idempotencyKey },
  body: {},
});

/**
 * Authorized at checkout (`capture_method: 'manual'`), captured once the files are kept, voided
 * when they cannot be.
 */
export const stripeCaptureAfterMigrate = (secretName: string): Refund => ({
  failed: intent(secretName, 'cancel', '$.detail.refund.idempotencyKey'),
  // One capture an order: Stripe answers a repetition with the first answer.
  completed: intent(secretName, 'capture', '$.detail.orderId'),
});
