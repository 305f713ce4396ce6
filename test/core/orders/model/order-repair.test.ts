import { describe, expect, it } from '@jest/globals';
import type { Order } from '../../../../core/orders/model/order.ts';
import { failAttempt, takeOver } from '../../../../core/orders/model/order-failure.ts';
import { retryByOperator, wayToCompensate } from '../../../../core/orders/model/order-repair.ts';
import { operatorTimeline } from '../../../../core/orders/model/order-timeline.ts';
import { claim, complete } from '../../../../core/orders/model/order-transitions.ts';
import { beginUndo } from '../../../../core/orders/model/order-undo.ts';
import {
  aFile,
  aMigratingOrder,
  anOrder,
  aPaidOrder,
  aVerifiedFile,
  run,
} from '../../builders/records.ts';

const now = new Date('2030-01-01T06:00:00.000Z');
const at = now.toISOString();
const stopped = { refundStopped: true };
const refund = {
  idempotencyKey: 'refund-ord_1-pay_1',
  reason: 'source_missing',
  requestedAt: '2030-01-01T00:30:00.000Z',
};

/** Failed, announced and swept: at rest. */
const aFailedOrder = (
  migration: Partial<Order['migration']> = {},
  fields: Partial<Order> = {},
): Order =>
  aPaidOrder(
    { status: 'failed', runId: 'ord_1-1', completedAt: '2030-01-01T00:30:00.000Z', ...migration },
    { status: 'refund_requested', refund, sweptAt: '2030-01-01T02:00:00.000Z', ...fields },
  );

const reasonOf = (order: Order, wanted = stopped): string => {
  try {
    retryByOperator(order, wanted, now);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'allowed';
};

describe('a retry by an operator', () => {
  it('makes a failed order whose refund was stopped a paid one with another attempt', () => {
    const {
      status,
      migration,
      refund: left,
      sweptAt,
    } = retryByOperator(aFailedOrder(), stopped, now);
    expect([status, left, sweptAt]).toEqual(['paid', undefined, undefined]);
    expect(migration).toEqual({ status: 'pending', attempt: 2, recoveries: 0 });
  });

  it('is refused once a dispute took the payment, and not for one that was won', () => {
    const disputed = (status: 'open' | 'won' | 'lost', paymentId = 'pay_1') =>
      aFailedOrder(
        {},
        {
          disputes: [
            { paymentId, disputeId: 'dp_1', status, amount: { value: 49.9, currency: 'EUR' }, at },
          ],
        },
      );
    expect(reasonOf(disputed('lost'))).toMatch(/^OrderRefused: .*lost its payment to a dispute/);
    expect(reasonOf(disputed('won'))).toBe('allowed');
    expect(reasonOf(disputed('lost', 'pay_held'))).toBe('allowed');
  });

  it('is in the history, with the word of the operator', () => {
    const { history } = retryByOperator(aFailedOrder(), stopped, now);
    expect(history).toEqual([
      { at, event: 'refund_stopped', attempt: 1 },
      { at, event: 'retry_requested', attempt: 2 },
    ]);
  });

  it('leaves the request that it stopped in the timeline', () => {
    const failedAt = '2029-12-31T00:00:00.000Z';
    const history = [{ at: failedAt, event: 'compensated' as const, attempt: 1 }];
    const order = retryByOperator({ ...aFailedOrder(), history }, stopped, now);
    expect(operatorTimeline({ order, files: [] }).events).toContainEqual({
      at: failedAt,
      event: 'refund_requested',
      attempt: 1,
    });
  });

  it('changes nothing of an order that waits for its attempt: it is only started', () => {
    const order = aPaidOrder();
    expect(retryByOperator(order, { refundStopped: false }, now)).toBe(order);
  });

  it('is refused while the refund may be paid out', () => {
    expect(reasonOf(aFailedOrder(), { refundStopped: false })).toMatch(
      /^OrderRefused: .*may have been paid out/,
    );
  });

  it.each([
    ['nobody has paid', anOrder(), /is not paid/],
    [
      'is completed',
      { ...aMigratingOrder({ status: 'completed' }), status: 'completed' as const },
      /is completed/,
    ],
    ['migrates', aMigratingOrder(), /is being worked on/],
    ['compensates', aMigratingOrder({ status: 'compensating' }), /is being worked on/],
    [
      'compensates again after its refund',
      aFailedOrder({ status: 'compensating' }),
      /is being compensated/,
    ],
    ['has copies left', aFailedOrder({ status: 'compensation_failed' }), /Compensate it first/],
    [
      'has not announced its failure',
      aFailedOrder({}, { announcement: { detailType: 'OrderMigrationFailed', detail: {} } }),
      /has not announced/,
    ],
    [
      'is being swept',
      aFailedOrder({}, { sweepingSince: '2030-01-01T05:59:00.000Z' }),
      /searched for late copies/,
    ],
  ])('is refused for an order that %s', (_what, order, reason) => {
    expect(reasonOf(order)).toMatch(reason);
  });

  it('is allowed once a sweep must have died', () => {
    expect(reasonOf(aFailedOrder({}, { sweepingSince: '2030-01-01T05:39:00.000Z' }))).toBe(
      'allowed',
    );
  });

  it('asked twice, makes one attempt', () => {
    const once = retryByOperator(aFailedOrder(), stopped, now);
    expect(retryByOperator(once, stopped, now)).toBe(once);
  });
});

describe('after a retry', () => {
  const again = retryByOperator(aFailedOrder(), stopped, now);
  const second = { orderId: 'ord_1', attempt: 2, runId: 'ord_1-2' };

  it('the failed attempt can neither claim nor commit the order', () => {
    expect(() => claim(again, run, at)).toThrow('must stop');
    const late = { order: claim(again, second, at), files: [aVerifiedFile('photo')] };
    expect(() => complete(late, run, at)).toThrow('must stop');
  });

  it('nor undo it', () => {
    expect(beginUndo(again, run, at)).toEqual({ decision: 'superseded', order: again });
    expect(takeOver(again, run.runId, { code: 'interrupted', message: 'late' }, at)).toEqual({
      order: again,
    });
  });

  it('a second failure asks for the same refund, not another one', () => {
    const closed = beginUndo(claim(again, second, at), second, at).order;
    const failure = { code: 'source_missing' as const, message: 'gone' };
    const files = [aFile('photo', { attempt: 2, status: 'failed', failure })];
    const { order } = failAttempt({ order: closed, files }, second, { maxAttempts: 2, now: at });
    expect(order.refund?.idempotencyKey).toBe(refund.idempotencyKey);
    expect(order.announcement?.detail).toMatchObject({
      refund: { idempotencyKey: refund.idempotencyKey },
    });
  });
});

describe('compensating by hand', () => {
  it.each([
    ['takes over an order that migrates', aMigratingOrder(), 'take_over'],
    ['takes over one that compensates', aMigratingOrder({ status: 'compensating' }), 'take_over'],
    [
      'looks for copies of a failed compensation',
      aFailedOrder({ status: 'compensation_failed' }),
      'sweep',
    ],
    ['looks for late copies of a failed order', aFailedOrder(), 'sweep'],
  ])('%s', (_what, order, way) => {
    expect(wayToCompensate(order)).toBe(way);
  });

  it.each([
    ['not paid', anOrder(), /is awaiting payment\. There is nothing to undo/],
    ['not started', aPaidOrder(), /is paid\. There is nothing to undo/],
    [
      'completed',
      { ...aMigratingOrder({ status: 'completed' }), status: 'completed' as const },
      /is completed\. There is nothing/,
    ],
  ])('is refused for an order that is %s', (_what, order, reason) => {
    expect(() => wayToCompensate(order)).toThrow(reason);
  });
});
