import { describe, expect, it } from '@jest/globals';
import {
  recordRefund,
  refundedOf,
  refundStateOf,
} from '../../../../core/orders/model/order-refunds.ts';
import type { RefundNews } from '../../../../core/orders/model/refund-news.ts';
import { aPaidOrder } from '../../builders/records.ts';

const requestedAt = '2030-01-02T00:00:00.500Z';
const failed = aPaidOrder(
  { status: 'failed' },
  {
    status: 'refund_requested',
    refund: { idempotencyKey: 'refund-1', reason: 'source_missing', requestedAt },
  },
);

/** News of the payment of 49.90 EUR, told at a second of the minute of its request. */
const told = (
  status: RefundNews['status'],
  second: number,
  { refundId, value = 49.9 }: { refundId?: string; value?: number } = {},
): RefundNews => ({
  paymentId: 'pay_1',
  ...(refundId !== undefined && { refundId }),
  status,
  amount: { value, currency: 'EUR' },
  at: `2030-01-02T00:00:0${second}Z`,
});
const single = (status: RefundNews['status'], second: number, value?: number): RefundNews =>
  told(status, second, { refundId: 're_1', ...(value !== undefined && { value }) });
const total = (status: RefundNews['status'], second: number, value?: number): RefundNews =>
  told(status, second, { ...(value !== undefined && { value }) });

/** What an order tells of the news in the given order of arrival. */
const standing = (...all: RefundNews[]) => {
  const policy = { now: '2030-02-01T00:00:00.000Z', revokesLinks: false };
  const order = all.reduce((before, news) => recordRefund(before, news, policy), failed);
  return [refundStateOf(order), refundedOf(order, 'pay_1')?.amount.value];
};

type Case = [string, RefundNews, RefundNews, [string, number | undefined]];

describe('two pieces of news about a refund, in either order', () => {
  it.each<Case>([
    ['settled over pending', single('pending', 1), single('settled', 1), ['settled', 49.9]],
    ['refused over settled', single('settled', 1), single('refused', 1), ['refused', undefined]],
    ['refused over pending', single('pending', 1), single('refused', 1), ['refused', undefined]],
    ['the larger total', total('settled', 1, 20), total('settled', 1, 49.9), ['settled', 49.9]],
    [
      'the refusal over the total',
      total('settled', 1),
      single('refused', 1),
      ['refused', undefined],
    ],
    [
      'the second over the part of one',
      single('settled', 1),
      { ...single('refused', 1), at: '2030-01-02T00:00:01.5Z' },
      ['refused', undefined],
    ],
  ])('of the same second: %s', (_, one, other, expected) => {
    expect(standing(one, other)).toEqual(expected);
    expect(standing(other, one)).toEqual(expected);
  });

  it.each<Case>([
    ['of the same second', single('pending', 1), total('settled', 1), ['requested', undefined]],
    ['told later', single('pending', 2), total('settled', 1), ['requested', undefined]],
    ['told before', single('pending', 1), total('settled', 2), ['requested', undefined]],
    ['of a part', single('pending', 1, 20), total('settled', 1), ['requested', 29.9]],
  ])('a pending refund counts in no total: %s', (_, one, other, expected) => {
    expect(standing(one, other)).toEqual(expected);
    expect(standing(other, one)).toEqual(expected);
    expect(standing(one, other, single('settled', 3))).toEqual(['settled', 49.9]);
  });

  it.each<Case>([
    ['pending', total('settled', 1, 20), total('pending', 2), ['requested', 20]],
    ['refused', total('settled', 1, 20), total('refused', 2, 29.9), ['refused', 20]],
    ['refused, beside a part', single('settled', 1, 20), total('refused', 2), ['refused', 20]],
    ['refused after pending', total('pending', 1), total('refused', 2), ['refused', undefined]],
    ['pending once more', total('refused', 1), total('pending', 2), ['requested', undefined]],
    ['settled after pending', total('pending', 1), total('settled', 1), ['settled', 49.9]],
  ])('a total takes nothing of what was refunded before: %s', (_, one, other, expected) => {
    expect(standing(one, other)).toEqual(expected);
    expect(standing(other, one)).toEqual(expected);
  });
});

describe('a refusal', () => {
  it('of the second of its request answers the request', () => {
    expect(standing(single('refused', 0))).toEqual(['refused', undefined]);
  });
});
