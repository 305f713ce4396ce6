import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Order } from '../../../../core/orders/model/order.ts';
import { outstandingOf } from '../../../../core/orders/model/order-outstanding.ts';
import {
  mostRefunds,
  recordRefund,
  refundedOf,
  refundStateOf,
} from '../../../../core/orders/model/order-refunds.ts';
import { retryByOperator } from '../../../../core/orders/model/order-repair.ts';
import { orderView } from '../../../../core/orders/model/order-view.ts';
import type { RefundNews } from '../../../../core/orders/model/refund-news.ts';
import { aPaidOrder } from '../../builders/records.ts';

const policy = { now: '2030-02-01T00:00:00.000Z', revokesLinks: false };
const at = (second: number): string => new Date(Date.UTC(2030, 0, 2, 0, 0, second)).toISOString();
const euros = (value: number) => ({ value, currency: 'EUR' });
const news = (fields: Partial<RefundNews> = {}): RefundNews => ({
  paymentId: 'pay_1',
  refundId: 're_1',
  status: 'settled',
  amount: euros(49.9),
  at: at(1),
  ...fields,
});
const total = (value: number, second: number): RefundNews => {
  const { refundId: _single, ...rest } = news({ amount: euros(value), at: at(second) });
  return rest;
};
const told = (order: Order, ...all: RefundNews[]): Order =>
  all.reduce((before, one) => recordRefund(before, one, policy), order);

const failed = (): Order =>
  aPaidOrder(
    { status: 'failed' },
    {
      status: 'refund_requested',
      sweptAt: at(0),
      refund: { idempotencyKey: 'refund-1', reason: 'source_missing', requestedAt: at(0) },
    },
  );
const state = (...all: RefundNews[]): string => refundStateOf(told(failed(), ...all));
const amount = (...all: RefundNews[]): number | undefined =>
  refundedOf(told(failed(), ...all), 'pay_1')?.amount.value;

describe('where a refund stands', () => {
  it('is requested until the provider has told', () => {
    expect(state()).toBe('requested');
    expect(state(news({ status: 'pending' }))).toBe('requested');
  });

  it('is settled by one refund, by parts, or by a total', () => {
    expect(state(news())).toBe('settled');
    const parts = [news({ amount: euros(20) }), news({ refundId: 're_2', amount: euros(29.9) })];
    expect(state(...parts)).toBe('settled');
    expect(state(total(49.9, 1))).toBe('settled');
  });

  it('stays requested after a part: parts are amounts, not states', () => {
    expect(state(news({ amount: euros(20) }))).toBe('requested');
    expect(amount(news({ amount: euros(20) }))).toBe(20);
  });

  it('is refused when it failed, also after it had settled', () => {
    expect(state(news({ status: 'refused' }))).toBe('refused');
    expect(state(news(), news({ status: 'refused', at: at(2) }))).toBe('refused');
    expect(state(news({ status: 'refused' }), news({ refundId: 're_2', status: 'pending' }))).toBe(
      'requested',
    );
  });

  it('forgets what was refused before it was requested again', () => {
    const again = told(failed(), news({ status: 'refused' }));
    const refund = { idempotencyKey: 'refund-1', reason: 'x', requestedAt: at(9) };
    expect(refundStateOf({ ...again, refund })).toBe('requested');
  });

  it.each([
    ['counts a refund that both are told of once', [news(), total(49.9, 1)], 49.9],
    [
      'adds parts to the cent',
      [0.1, 0.2].map((value, n) => news({ refundId: `re_${n}`, amount: euros(value) })),
      0.3,
    ],
    [
      'takes a failed refund out of an earlier total',
      [total(20, 1), news({ status: 'refused', amount: euros(20), at: at(2) })],
      undefined,
    ],
    [
      'keeps a failed one out that a later total leaves out',
      [news({ status: 'refused', amount: euros(20) }), total(10, 2)],
      10,
    ],
    ['takes the later of two totals', [total(20, 2), total(10, 1)], 20],
    ['counts no pending one', [news({ status: 'pending' })], undefined],
  ] as [string, RefundNews[], number | undefined][])('%s', (_, all, expected) => {
    expect(amount(...all)).toBe(expected);
  });

  it('ends the same in whatever order and however often the news comes', () => {
    const anyNews = fc.record(
      {
        paymentId: fc.constant('pay_1'),
        refundId: fc.constantFrom('re_1', 're_2'),
        status: fc.constantFrom('pending' as const, 'settled' as const, 'refused' as const),
        amount: fc.constantFrom(euros(20), euros(29.9), euros(49.9)),
        at: fc.constantFrom(at(1), at(1).replace('.000Z', 'Z'), at(2)),
      },
      { requiredKeys: ['paymentId', 'status', 'amount', 'at'] },
    );
    fc.assert(
      fc.property(
        fc
          .array(anyNews, { maxLength: 6 })
          .chain((all) =>
            fc.tuple(
              fc.constant(all),
              fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
            ),
          ),
        ([all, shuffled]) => {
          const [one, other] = [told(failed(), ...all), told(failed(), ...shuffled)];
          expect(refundStateOf(other)).toBe(refundStateOf(one));
          expect(refundedOf(other, 'pay_1')).toEqual(refundedOf(one, 'pay_1'));
        },
      ),
    );
  });

  it('is no change when it is known', () => {
    const once = told(failed(), news());
    expect(told(once, news())).toBe(once);
    expect(told(once, news({ status: 'pending', at: at(0) }))).toBe(once);
  });

  it(`remembers ${mostRefunds} refunds of an order, so that its record stays small`, () => {
    const many = Array.from({ length: mostRefunds }, (_, n) => news({ refundId: `re_${n}` }));
    const full = told(failed(), ...many);
    expect(() => told(full, news({ refundId: 'one too many' }))).toThrow(/at most/);
    expect(told(full, news({ refundId: 're_0', at: at(5) })).refunds).toHaveLength(mostRefunds);
  });
});

describe('what a refund changes', () => {
  const tasks = (order: Order) => outstandingOf({ order, files: [] });

  it('leaves the list of tasks once it is settled', () => {
    expect(tasks(failed())).toMatchObject([{ who: 'payment_provider', what: 'refund' }]);
    expect(tasks(told(failed(), news()))).toEqual([]);
  });

  it('is an operator’s task once the provider refused it', () => {
    const order = told(failed(), news({ status: 'refused' }));
    expect(tasks(order)).toMatchObject([{ who: 'operator', what: 'refund' }]);
  });

  it('settles a held payment', () => {
    const held = {
      paymentId: 'pay_2',
      amount: euros(5),
      receivedAt: at(0),
      reason: 'second_payment' as const,
    };
    const order = aPaidOrder(
      { status: 'completed' },
      { status: 'completed', heldPayments: [held] },
    );
    expect(tasks(order)).toMatchObject([{ what: 'review_payment', paymentId: 'pay_2' }]);
    expect(tasks(told(order, news({ paymentId: 'pay_2', amount: euros(5) })))).toEqual([]);
  });

  it('shows when and how much to the owner, without payment ids', () => {
    const view = orderView({ order: told(failed(), news()), files: [] });
    expect(view.refund).toMatchObject({ state: 'settled', settledAt: at(1) });
    expect(view.refunded).toEqual({ amount: euros(49.9), at: at(1) });
    expect(JSON.stringify(view)).not.toContain('pay_1');
  });

  it('forbids another attempt, even of a part', () => {
    const order = told(failed(), news({ amount: euros(1) }));
    expect(() => retryByOperator(order, { refundStopped: true }, new Date())).toThrow(
      /was refunded, in part or whole/,
    );
  });

  it.each([
    ['the whole', true, news(), true],
    ['a part', true, news({ amount: euros(1) }), false],
    ['the whole, without the policy', false, news(), false],
  ])('ends the links of a completed order after %s', (_, revokesLinks, one, expected) => {
    const order = aPaidOrder({ status: 'completed' }, { status: 'completed' });
    const { linksRevokedAt, status } = recordRefund(order, one, { ...policy, revokesLinks });
    expect({ ended: linksRevokedAt !== undefined, status }).toEqual({
      ended: expected,
      status: 'completed',
    });
  });

  it('gives the links back when the refund fails after all', () => {
    const revoking = { ...policy, revokesLinks: true };
    const order = recordRefund(aPaidOrder(), news(), revoking);
    const undone = recordRefund(order, news({ status: 'refused', at: at(2) }), revoking);
    expect([order.linksRevokedAt, undone.linksRevokedAt]).toEqual([policy.now, undefined]);
  });
});
