import { createHash, createHmac } from 'node:crypto';
import type { SentWebhook } from '../../../core/payments/model/provider-news.ts';
import { minorUnits } from '../../../core/shared/model/money.ts';
import type { AtProvider } from './describe-payment-webhooks.ts';

/** Signs a body as Stripe does. `at` is in seconds since 1970. */
export const signed = (body: string, at: number, ...secrets: string[]): SentWebhook => {
  const signatures = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`,
  );
  return { body, headers: { 'stripe-signature': [`t=${at}`, ...signatures].join(',') } };
};

/** An event of Stripe's API as JSON. The same event has the same id. */
export const stripeEvent = (type: string, object: object, created = 1_893_456_000): string => {
  const id = createHash('sha256')
    .update(JSON.stringify([type, object]))
    .digest('hex')
    .slice(0, 24);
  return JSON.stringify({ id: `evt_${id}`, object: 'event', type, created, data: { object } });
};

const stripeStatus = { pending: 'pending', settled: 'succeeded', refused: 'failed' } as const;

/** The events that Stripe sends for a state. */
export const stripeEvents = (state: AtProvider): string[] => {
  const { paymentId, orderId, paid, refunds = [], disputes = [] } = state;
  const metadata = orderId === undefined ? {} : { orderId };
  const amount = paid ? minorUnits(paid, 'stripe') : 100;
  const currency = (paid?.currency ?? 'EUR').toLowerCase();
  const intent = { id: paymentId, object: 'payment_intent', amount, currency, metadata };
  const payment = paid
    ? stripeEvent('payment_intent.succeeded', { ...intent, amount_received: amount })
    : stripeEvent('payment_intent.processing', { ...intent, amount_received: 0 });
  const told = refunds.map(({ refundId, status, value }) =>
    stripeEvent('refund.updated', {
      id: refundId,
      object: 'refund',
      payment_intent: paymentId,
      status: stripeStatus[status],
      amount: minorUnits({ value, currency: paid?.currency ?? 'EUR' }, 'stripe'),
      currency,
      metadata,
    }),
  );
  const disputed = disputes.map(({ disputeId, status, value }) =>
    stripeEvent(status === 'open' ? 'charge.dispute.created' : 'charge.dispute.closed', {
      id: disputeId,
      object: 'dispute',
      payment_intent: paymentId,
      status: status === 'open' ? 'needs_response' : status,
      amount: minorUnits({ value, currency: paid?.currency ?? 'EUR' }, 'stripe'),
      currency,
      metadata: {},
    }),
  );
  return [payment, ...told, ...disputed];
};
