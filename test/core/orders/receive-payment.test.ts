import { describe, expect, it } from '@jest/globals';
import { PaymentTooEarly, TransientFault } from '../../../core/errors.ts';
import { receivePayment, startMigration } from '../../../core/orders/receive-payment.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import {
  aFile,
  aMigratingOrder,
  anOrder,
  anUpload,
  aPaidOrder,
  arrived,
} from '../builders/records.ts';
import { aWorld, errorOf, stored, type World } from '../builders/world.ts';

const payment = { orderId: 'ord_1', paymentId: 'pay_1', amount: { value: 49.9, currency: 'EUR' } };
const underpaid = { ...payment, amount: { value: 1, currency: 'EUR' } };

const ordered = (order = anOrder()): World => {
  const world = aWorld();
  arrived(world, 'upl_photo');
  world.orders.put(order, [aFile('photo'), aFile('extra', { required: false })]);
  return world;
};

describe('receive payment', () => {
  it('pays the order and starts its first attempt', async () => {
    const world = ordered();
    expect(await receivePayment(world, payment)).toBe('start');
    expect(world.migrations.started).toEqual([{ orderId: 'ord_1', attempt: 1, runId: 'ord_1-1' }]);
  });

  it('fault 1: starts one execution for a hundred deliveries', async () => {
    const world = ordered();
    for (let time = 0; time < 100; time++) await receivePayment(world, payment);
    expect(world.migrations.started).toHaveLength(1);
    expect(world.alerts.raised).toEqual([]);
  });

  it('fault 1: starts one execution for deliveries at the same time', async () => {
    const world = ordered();
    await Promise.all(Array.from({ length: 4 }, () => receivePayment(world, payment)));
    expect(world.migrations.started).toHaveLength(1);
    expect((await stored(world)).order.heldPayments).toEqual([]);
  });

  it('starts on redelivery what the first delivery could not', async () => {
    const world = ordered();
    const migrations = faulty(world.migrations, () => 'before');
    expect(await errorOf(receivePayment({ ...world, migrations }, payment))).toBeInstanceOf(
      TransientFault,
    );
    expect(await receivePayment(world, payment)).toBe('start');
    expect(world.migrations.started).toHaveLength(1);
  });

  it('fault 2: holds a second payment and alerts, once however often it is delivered', async () => {
    const world = ordered(aMigratingOrder());
    const second = { ...payment, paymentId: 'pay_2' };
    expect(await receivePayment(world, second)).toBe('held');
    expect(await receivePayment(world, second)).toBe('known');
    expect(world.bus.published).toEqual([
      {
        detailType: 'OrderPaymentHeld',
        detail: {
          orderId: 'ord_1',
          payment: { paymentId: 'pay_2', amount: payment.amount },
          reason: 'second_payment',
        },
      },
    ]);
    expect(world.alerts.raised).toMatchObject([{ kind: 'payment_held', orderId: 'ord_1' }]);
    expect((await stored(world)).order.heldPayments).toHaveLength(1);
  });

  it('holds an underpayment, alerts and starts nothing', async () => {
    const world = ordered();
    expect(await receivePayment(world, underpaid)).toBe('held');
    expect((await stored(world)).order).toMatchObject({
      status: 'awaiting_payment',
      heldPayments: [{ reason: 'amount_mismatch' }],
    });
    expect([world.migrations.started.length, world.alerts.raised.length]).toEqual([0, 1]);
  });

  it.each([
    [0.01, 0.005],
    [0.004, 0],
  ])(
    'holds an order of %d and a payment of %d apart: neither is rounded to the other',
    async (value, paid) => {
      const world = ordered(anOrder({ amount: { value, currency: 'EUR' } }));
      const rounded = { ...payment, amount: { value: paid, currency: 'EUR' } };
      expect(await receivePayment(world, rounded)).toBe('held');
      expect(world.migrations.started).toEqual([]);
    },
  );

  it('holds a payment that has paid another order, and alerts: it pays one', async () => {
    const world = ordered();
    world.orders.put(anOrder({ orderId: 'ord_2' }), [{ ...aFile('photo'), orderId: 'ord_2' }]);
    expect(await receivePayment(world, payment)).toBe('start');
    expect(await receivePayment(world, { ...payment, orderId: 'ord_2' })).toBe('held');
    expect(await receivePayment(world, { ...payment, orderId: 'ord_2' })).toBe('known');
    expect((await stored(world, 'ord_2')).order).toMatchObject({
      status: 'awaiting_payment',
      heldPayments: [{ paymentId: 'pay_1', reason: 'paid_another_order' }],
    });
    expect(world.alerts.raised).toMatchObject([{ kind: 'payment_held', orderId: 'ord_2' }]);
    expect(world.migrations.started.map(({ orderId }) => orderId)).toEqual(['ord_1']);
  });

  it('starts one of two orders that a payment names at the same moment', async () => {
    const world = ordered();
    world.orders.put(anOrder({ orderId: 'ord_2' }), [{ ...aFile('photo'), orderId: 'ord_2' }]);
    const both = ['ord_1', 'ord_2'].map((orderId) =>
      receivePayment(world, { ...payment, orderId }),
    );
    expect((await Promise.all(both)).sort()).toEqual(['held', 'start']);
  });

  it('does not record a held payment that nobody could be told of', async () => {
    const world = ordered();
    const alerts = faulty(world.alerts, () => 'before');
    await errorOf(receivePayment({ ...world, alerts }, underpaid));
    expect((await stored(world)).order.heldPayments).toEqual([]);
  });

  it('fault 3: comes too early when there is no such order', async () => {
    expect(await errorOf(receivePayment(aWorld(), payment))).toBeInstanceOf(PaymentTooEarly);
  });

  it('fault 3: comes too early while a required upload is pending; the payment is on record', async () => {
    const world = ordered();
    world.uploads.put(anUpload({ uploadId: 'upl_photo' }));
    expect(await errorOf(receivePayment(world, payment))).toBeInstanceOf(PaymentTooEarly);
    expect((await stored(world)).order).toMatchObject({
      status: 'paid',
      migration: { status: 'pending' },
    });
    expect(world.migrations.started).toEqual([]);
  });

  it.each(['photo', 'extra'])(
    'waits while its %s is being checked, and starts once that is over',
    async (role) => {
      const world = ordered();
      world.uploads.put(anUpload({ uploadId: `upl_${role}`, status: 'checking' }));
      expect(await errorOf(receivePayment(world, payment))).toMatchObject({
        name: 'PaymentTooEarly',
        context: { waiting: [`upl_${role}`] },
      });
      arrived(world, `upl_${role}`);
      expect(await receivePayment(world, payment)).toBe('start');
    },
  );

  it('does not wait for an optional upload that has not arrived', async () => {
    const world = ordered();
    world.uploads.put(anUpload({ uploadId: 'upl_extra' }));
    expect(await receivePayment(world, payment)).toBe('start');
  });

  it('does not take a broken dependency for an early payment', async () => {
    const world = ordered();
    const orders = faulty(world.orders, () => 'before');
    expect(await errorOf(receivePayment({ ...world, orders }, payment))).toBeInstanceOf(
      TransientFault,
    );
  });
});

describe('start migration', () => {
  it('starts a second attempt under its own name', async () => {
    const world = ordered(aPaidOrder({ attempt: 2 }));
    await startMigration(world, 'ord_1');
    expect(world.migrations.started).toEqual([{ orderId: 'ord_1', attempt: 2, runId: 'ord_1-2' }]);
  });

  it.each([
    anOrder(),
    aMigratingOrder(),
    aPaidOrder({ status: 'compensating' }),
    aPaidOrder({ status: 'completed' }, { status: 'completed' }),
  ])('starts nothing that is unpaid, at work or done', async (order) => {
    const world = ordered(order);
    await startMigration(world, 'ord_1');
    expect(world.migrations.started).toEqual([]);
  });
});
