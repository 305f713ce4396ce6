import { describe, expect, it } from '@jest/globals';
import type { Order } from '../../../core/orders/model/order.ts';
import type { Orders } from '../../../core/orders/ports.ts';
import { freshId, sampleFile, sampleOrder } from '../shared/samples.ts';

/** Contract tests of every store of orders: what their payments lead to. */
export function describeOrderPayments(name: string, makeOrders: () => Orders): void {
  describe(`${name} as Orders with payments`, () => {
    const orders = makeOrders();

    const created = async (): Promise<{ order: Order }> => {
      const order = sampleOrder();
      await orders.create(order, [sampleFile(order.orderId)]);
      return { order };
    };

    const paidBy = (order: Order, paymentId: string) => ({
      ...order,
      payment: { paymentId, amount: order.amount, receivedAt: order.updatedAt },
    });

    it('pays one order with a payment, and no other one', async () => {
      const [{ order }, { order: other }] = await Promise.all([created(), created()]);
      const paymentId = freshId('pay');
      const paid = await orders.pay(paidBy(order, paymentId));
      expect(paid).toEqual({ ...paidBy(order, paymentId), revision: 2 });
      expect(await orders.orderOfPayment(paymentId)).toBe(order.orderId);
      expect((await orders.find(order.orderId))?.order).toEqual(paid);
      await expect(orders.pay(paidBy(other, paymentId))).rejects.toMatchObject({
        name: 'AlreadyExists',
      });
      expect((await orders.find(other.orderId))?.order).toEqual(other);
    });

    it('finds an order by a payment that it holds, until that pays another one', async () => {
      const [{ order }, { order: other }] = await Promise.all([created(), created()]);
      const paymentId = freshId('pay');
      expect(await orders.orderOfPayment(paymentId)).toBeUndefined();
      const held = await orders.hold(order, paymentId);
      expect(held).toEqual({ ...order, revision: 2 });
      expect((await orders.find(order.orderId))?.order).toEqual(held);
      expect(await orders.orderOfPayment(paymentId)).toBe(order.orderId);
      await orders.pay(paidBy(other, paymentId));
      expect(await orders.orderOfPayment(paymentId)).toBe(other.orderId);
    });

    it('leaves a payment with the order that it has paid, or that was the first to hold it', async () => {
      const [{ order }, { order: other }] = await Promise.all([created(), created()]);
      const [paid, held] = [freshId('pay'), freshId('pay')];
      const payer = await orders.pay(paidBy(order, paid));
      await orders.hold(payer, held);
      await orders.hold(await orders.hold(other, paid), held);
      expect(await orders.orderOfPayment(paid)).toBe(order.orderId);
      expect(await orders.orderOfPayment(held)).toBe(order.orderId);
    });

    it('does not hold over somebody else’s revision', async () => {
      const { order } = await created();
      await orders.save(order);
      await expect(orders.hold(order, freshId('pay'))).rejects.toMatchObject({
        name: 'StaleRecord',
      });
    });

    it('lets exactly one of two orders have a payment that comes for both at once', async () => {
      const both = await Promise.all([created(), created()]);
      const paymentId = freshId('pay');
      const results = await Promise.allSettled(
        both.map(({ order }) => orders.pay(paidBy(order, paymentId))),
      );
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('does not pay over somebody else’s revision, and leaves the payment free', async () => {
      const [{ order }, { order: other }] = await Promise.all([created(), created()]);
      const paymentId = freshId('pay');
      await orders.save(order);
      await expect(orders.pay(paidBy(order, paymentId))).rejects.toMatchObject({
        name: 'StaleRecord',
      });
      expect((await orders.pay(paidBy(other, paymentId))).revision).toBe(2);
    });
  });
}
