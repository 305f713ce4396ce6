import type { Config } from '../../config-schema.ts';

type Refund = NonNullable<Config['refund']>;

/**
 * Captured at checkout: a failed order is refunded in full.
 */
export const stripeRefunds = (secretName: string): Refund => ({
  failed: {
    ...shared(secretName),
    endpoint: 'https://api.stripe.com/v1/refunds',
    headers: { 'Idempotency-Key': '$.detail.refund.idempotencyKey' },
    form: {
      payment_intent: '$.detail.payment.paymentId',
      'metadata[orderId]': '$.detail.orderId',
    },
  },
});

/** The secret's text is the header's whole value: `Bearer sk_live_…`. */
const shared = (secretName: string) => ({
  connection: { header: 'Authorization', secretName },
  ratePerSecond: 20,
});

/**
 * Authorized at checkout (`capture_method: 'manual'`), captured once the files are kept, voided
 * when they cannot be. Stripe refuses parameters that a call does not know.
 */
export const stripeCaptureAfterMigrate = (secretName: string): Refund => ({
  failed: {
    ...intent(secretName, 'cancel'),
    headers: { 'Idempotency-Key': '$.detail.refund.idempotencyKey' },
    form: { cancellation_reason: 'abandoned' },
  },
  completed: {
    ...intent(secretName, 'capture'),
    // One capture an order: Stripe answers a repetition with the first answer.
    headers: { 'Idempotency-Key': '$.detail.orderId' },
    form: { 'metadata[orderId]': '$.detail.orderId' },
  },
});

const intent = (secretName: string, verb: 'cancel' | 'capture') => ({
  ...shared(secretName),
  endpoint: `https://api.stripe.com/v1/payment_intents/*/${verb}`,
  path: ['$.detail.payment.paymentId'],
});
