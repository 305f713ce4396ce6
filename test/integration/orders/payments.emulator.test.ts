import { beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoOrders } from '../../../adapters/orders/dynamo-orders.ts';
import { paymentEvents } from '../../../core/event-names.ts';
import { documents } from '../../contracts/shared/emulator.ts';
import { deployed } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';
import { type Listener, listen } from '../shared/listener.ts';
import { isIdle } from '../shared/queues.ts';
import { keptVersions } from '../shared/storage.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import {
  executionsOf,
  orderIn,
  pay,
  paymentOf,
  payWith,
  placedOrder,
  tellOf,
} from './paid-order.ts';

const records = new DynamoOrders(documents, deployed.tables);

let visitor: Visitor;
let listener: Listener;
beforeAll(async () => {
  [visitor, listener] = await Promise.all([aVisitor(), listen()]);
});

const heldPayments = async (orderId: string) =>
  (await records.find(orderId))?.order.heldPayments.map(({ paymentId, reason }) => ({
    paymentId,
    reason,
  }));

describe('the same payment event twenty times', () => {
  it('is one migration, one permanent version per file, one announcement, no alert', async () => {
    const { order } = await placedOrder(visitor, ['photo', 'second']);
    const payment = paymentOf(order);
    await Promise.all(Array.from({ length: 20 }, () => payWith(payment)));
    const { orderId, files } = await orderIn(visitor, 'completed', order);
    await listener.event('completed', orderId);
    await isIdle('payments');
    expect(await executionsOf(order)).toEqual([`${orderId}-1`]);
    expect(await Promise.all(files.map(({ uploadId }) => keptVersions(orderId, uploadId)))).toEqual(
      files.map(({ versionId }) => [versionId]),
    );
    expect(await listener.events(orderId)).toHaveLength(1);
    expect(await listener.alerts(orderId)).toEqual([]);
  });

  it('changes nothing about an order that is completed', async () => {
    const { order } = await placedOrder(visitor, ['photo']);
    const payment = await pay(order);
    const completed = await orderIn(visitor, 'completed', order);
    await listener.event('completed', order.orderId);
    await payWith(payment);
    await isIdle('payments');
    const { updatedAt: _announced, ...record } = (await visitor.get(`/orders/${order.orderId}`))
      .body;
    expect(completed).toMatchObject(record);
    expect(await executionsOf(order)).toHaveLength(1);
  });
});

describe('a second payment for the same order', () => {
  it('is held for review with an alert, and the first completes', async () => {
    const { order } = await placedOrder(visitor, ['photo']);
    await pay(order);
    const { paymentId } = await pay(order);
    await orderIn(visitor, 'completed', order);
    const { message } = await listener.alert('payment_held', order.orderId);
    await isIdle('payments');
    const held = await heldPayments(order.orderId);
    expect(held).toHaveLength(1);
    expect(message).toContain(held?.[0]?.paymentId);
    expect([paymentId, (await records.find(order.orderId))?.order.payment?.paymentId]).toContain(
      held?.[0]?.paymentId,
    );
    expect(await executionsOf(order)).toHaveLength(1);
  });
});

describe('a dispute that names no order', () => {
  it('alerts of the order that its payment paid, and changes nothing else', async () => {
    const { order } = await placedOrder(visitor, ['photo']);
    const { paymentId, amount } = await pay(order);
    await orderIn(visitor, 'completed', order);
    await listener.event('completed', order.orderId);
    const news = { paymentId, amount, disputeId: 'dp_1', status: 'open' };
    const dispute = { ...news, at: new Date().toISOString() };
    await tellOf(paymentEvents.disputed, dispute);
    const { message } = await listener.alert('payment_disputed', order.orderId);
    expect(message).toContain(paymentId);
    const told = await eventually('the dispute in the timeline', async () => {
      const { body } = await visitor.get(`/orders/${order.orderId}/timeline`);
      return body.events.at(-1).event === 'payment_disputed' ? body : undefined;
    });
    expect(told.status).toBe('completed');
  });
});

describe('a payment of the wrong amount', () => {
  it.each([
    ['too little', { value: 49.89, currency: 'EUR' }],
    ['too much', { value: 50, currency: 'EUR' }],
    ['of another currency', { value: 49.9, currency: 'USD' }],
  ])('%s is held with an alert, and nothing is copied', async (_what, amount) => {
    const { order } = await placedOrder(visitor, ['photo']);
    const payment = { ...paymentOf(order), amount };
    await payWith(payment);
    await listener.alert('payment_held', order.orderId);
    await isIdle('payments');
    expect(await heldPayments(order.orderId)).toEqual([
      { paymentId: payment.paymentId, reason: 'amount_mismatch' },
    ]);
    expect((await visitor.get(`/orders/${order.orderId}`)).body.status).toBe('awaiting_payment');
    expect(await executionsOf(order)).toEqual([]);
  });

  it('does not stand in the way of the right one', async () => {
    const { order } = await placedOrder(visitor, ['photo']);
    await payWith({ ...paymentOf(order), amount: { value: 1, currency: 'EUR' } });
    await listener.alert('payment_held', order.orderId);
    await pay(order);
    expect((await orderIn(visitor, 'completed', order)).migration.attempt).toBe(1);
  });
});
