import { expect, it } from '@jest/globals';
import { recordDispute } from '../../../../core/orders/model/order-disputes.ts';
import { recordRefund } from '../../../../core/orders/model/order-refunds.ts';
import { operatorTimeline } from '../../../../core/orders/model/order-timeline.ts';
import { aPaidOrder } from '../../builders/records.ts';

const at = '2030-01-02T00:00:00.000Z';
const amount = { value: 49.9, currency: 'EUR' };
const news = { paymentId: 'pay_1', amount, at };

const lastEventOf = (order: Parameters<typeof recordDispute>[0]) =>
  operatorTimeline({ order, files: [] }, new Set()).events.at(-1);

it.each([
  ['pending', { event: 'payment_accepted' }],
  ['settled', { at, event: 'refund_settled', paymentId: 'pay_1' }],
  ['refused', { at, event: 'refund_refused', paymentId: 'pay_1' }],
] as const)('a refund that is %s ends the timeline with %j', (status, event) => {
  const policy = { now: at, revokesLinks: false };
  const order = recordRefund(aPaidOrder(), { ...news, refundId: 're_1', status }, policy);
  expect(lastEventOf(order)).toMatchObject(event);
});

it.each([
  ['open', 'payment_disputed'],
  ['won', 'dispute_won'],
  ['lost', 'dispute_lost'],
] as const)('a dispute that is %s ends the timeline with %s', (status, event) => {
  const order = recordDispute(aPaidOrder(), { ...news, disputeId: 'dp_1', status });
  expect(lastEventOf(order)).toMatchObject({ at, event, paymentId: 'pay_1' });
});
