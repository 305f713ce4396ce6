import { describe, expect, it } from '@jest/globals';
import {
  acceptPayment,
  assertMigrating,
  claim,
  complete,
  firstRun,
  needsAttention,
} from '../../../../core/orders/model/order-transitions.ts';
import {
  aFile,
  aMigratingOrder,
  anOrder,
  aPaidOrder,
  aVerifiedFile,
  run,
} from '../../builders/records.ts';

const now = '2030-01-01T01:00:00.000Z';
const payment = { orderId: 'ord_1', paymentId: 'pay_1', amount: { value: 49.9, currency: 'EUR' } };
const refusal = (name: string) => expect.objectContaining({ name });

describe('accept payment', () => {
  it('pays an order and opens its first attempt', () => {
    const { verdict, order } = acceptPayment(anOrder(), payment, now);
    expect(verdict).toBe('start');
    expect(order).toMatchObject({
      status: 'paid',
      payment: { paymentId: 'pay_1' },
      migration: { status: 'pending', attempt: 1 },
    });
  });

  it('starts again for the same payment while nothing has started', () => {
    const order = aPaidOrder();
    expect(acceptPayment(order, payment, now)).toEqual({ verdict: 'start', order });
  });

  it.each([
    aMigratingOrder(),
    aPaidOrder({ status: 'completed' }),
    aPaidOrder({ status: 'failed' }),
  ])('knows the same payment afterwards', (order) => {
    expect(acceptPayment(order, payment, now)).toEqual({ verdict: 'known', order });
  });

  it('holds a second payment', () => {
    const { verdict, order } = acceptPayment(
      aMigratingOrder(),
      { ...payment, paymentId: 'pay_2' },
      now,
    );
    expect(verdict).toBe('held');
    expect(order.heldPayments).toMatchObject([{ paymentId: 'pay_2', reason: 'second_payment' }]);
    expect(order.payment?.paymentId).toBe('pay_1');
  });

  it('holds an underpayment, and starts nothing', () => {
    const { verdict, order } = acceptPayment(
      anOrder(),
      { ...payment, amount: { value: 1, currency: 'EUR' } },
      now,
    );
    expect(verdict).toBe('held');
    expect(order).toMatchObject({
      status: 'awaiting_payment',
      heldPayments: [{ reason: 'amount_mismatch' }],
      migration: { attempt: 0 },
    });
  });

  it('holds a payment in another currency', () => {
    expect(
      acceptPayment(anOrder(), { ...payment, amount: { value: 49.9, currency: 'USD' } }, now)
        .verdict,
    ).toBe('held');
  });

  it('holds the same payment once', () => {
    const held = acceptPayment(
      anOrder(),
      { ...payment, amount: { value: 1, currency: 'EUR' } },
      now,
    ).order;
    expect(acceptPayment(held, { ...payment, amount: { value: 1, currency: 'EUR' } }, now)).toEqual(
      { verdict: 'known', order: held },
    );
  });

  it('takes the right payment after a wrong one was held', () => {
    const held = acceptPayment(
      anOrder(),
      { ...payment, paymentId: 'pay_0', amount: { value: 1, currency: 'EUR' } },
      now,
    ).order;
    expect(acceptPayment(held, payment, now).verdict).toBe('start');
  });
});

describe('claim', () => {
  it('puts a pending order into the hands of the run', () => {
    expect(claim(aPaidOrder(), run, now).migration).toMatchObject({
      status: 'migrating',
      runId: run.runId,
      startedAt: now,
    });
  });

  it('changes nothing when the same run claims twice', () => {
    const order = aMigratingOrder();
    expect(claim(order, run, now)).toBe(order);
  });

  it.each([
    ['another run holds it', aMigratingOrder({ runId: 'ord_1-1-undo-1' })],
    ['it is a later attempt’s', aPaidOrder({ attempt: 2 })],
    ['it is compensating', aMigratingOrder({ status: 'compensating' })],
    ['it is completed', aMigratingOrder({ status: 'completed' })],
    ['it failed', aMigratingOrder({ status: 'failed' })],
    ['nobody has paid', anOrder()],
  ])('refuses when %s', (_why, order) => {
    expect(() => claim(order, run, now)).toThrow(refusal('AttemptSuperseded'));
  });

  it('names the first run of an attempt after order and attempt', () => {
    expect(firstRun(aPaidOrder({ attempt: 2 }))).toEqual({
      orderId: 'ord_1',
      attempt: 2,
      runId: 'ord_1-2',
    });
  });
});

describe('assert migrating', () => {
  it('lets the holder through', () => {
    expect(() => assertMigrating(aMigratingOrder(), run)).not.toThrow();
  });

  it.each([
    aMigratingOrder({ runId: 'ord_1-1-undo-1' }),
    aMigratingOrder({ attempt: 2 }),
    aMigratingOrder({ status: 'compensating' }),
  ])('stops everybody else', (order) => {
    expect(() => assertMigrating(order, run)).toThrow(refusal('AttemptSuperseded'));
  });
});

describe('complete', () => {
  it('promises the announcement with every file, in the same record', () => {
    const skipped = aFile('extra', { status: 'skipped', attempt: 1, required: false });
    const order = complete(
      {
        order: aMigratingOrder({ error: { code: 'interrupted', message: 'earlier' } }),
        files: [aVerifiedFile('photo'), skipped],
      },
      run,
      now,
    );
    expect(order).toMatchObject({
      status: 'completed',
      migration: { status: 'completed', completedAt: now },
    });
    expect(order.migration.error).toBeUndefined();
    expect(order.announcement).toMatchObject({
      detailType: 'OrderMigrationCompleted',
      detail: {
        orderId: 'ord_1',
        attempt: 1,
        files: [
          { role: 'photo', status: 'verified' },
          { role: 'extra', uploadId: 'upl_extra', status: 'skipped' },
        ],
      },
    });
  });

  it('changes nothing when the same run completes twice', () => {
    const order = aMigratingOrder({ status: 'completed' });
    expect(complete({ order, files: [] }, run, now)).toBe(order);
  });

  it.each(['pending', 'copying', 'copied', 'failed', 'removed'] as const)(
    'refuses while a file is %s',
    (status) => {
      const files = [aVerifiedFile('photo'), aVerifiedFile('audio', { status })];
      expect(() => complete({ order: aMigratingOrder(), files }, run, now)).toThrow(
        refusal('FilesNotVerified'),
      );
    },
  );

  it('refuses what an earlier attempt verified', () => {
    const files = [aVerifiedFile('photo', { attempt: 0 })];
    expect(() => complete({ order: aMigratingOrder(), files }, run, now)).toThrow(
      refusal('FilesNotVerified'),
    );
  });

  it('refuses once compensation began', () => {
    const order = aMigratingOrder({ status: 'compensating' });
    expect(() => complete({ order, files: [aVerifiedFile('photo')] }, run, now)).toThrow(
      refusal('AttemptSuperseded'),
    );
  });
});

describe('needs attention', () => {
  const refund = { status: 'refund_requested' } as const;
  it.each([
    ['an unpaid order', anOrder(), false],
    ['a paid one', aPaidOrder(), true],
    ['a completed one', aPaidOrder({ status: 'completed' }, { status: 'completed' }), false],
    [
      'one with something to announce',
      aPaidOrder(
        {},
        {
          status: 'completed',
          announcement: { detailType: 'OrderMigrationCompleted', detail: {} },
        },
      ),
      true,
    ],
    ['a failed one nobody has swept', aPaidOrder({ status: 'failed' }, refund), true],
    [
      'a failed one that was swept',
      aPaidOrder({ status: 'failed' }, { ...refund, sweptAt: now }),
      false,
    ],
    [
      'one whose compensation failed',
      aPaidOrder({ status: 'compensation_failed' }, { ...refund, sweptAt: now }),
      true,
    ],
  ])('%s: %#', (_what, order, expected) => {
    expect(needsAttention(order)).toBe(expected);
  });
});
