import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { Inbox } from '../shared/listener.ts';
import { isIdle, queueUrl } from '../shared/queues.ts';
import { announced, send, uploaded } from '../shared/sample-upload.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import { executionsOf, orderIn, orderOf, pay, paymentOf, payWith } from './paid-order.ts';

type Detail = { orderId?: string; paymentId?: string; amount?: object };

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

/** An order of one photo that has been announced and one that has arrived. */
const halfSent = async ({ required }: { required: boolean }) => {
  const [late, there] = await Promise.all([announced(visitor), uploaded(visitor)]);
  const order = await orderOf(visitor, [
    { role: 'late', uploadId: late.uploadId, required },
    { role: 'there', uploadId: there.uploadId },
  ]);
  return { late, order };
};

describe('a payment event that cannot start anything is tried a bounded number of times, then parked:', () => {
  const unknown = paymentOf({ orderId: freshId('ord') });
  const { amount: _amount, ...withoutAmount } = paymentOf({ orderId: freshId('ord') });
  const { paymentId: _payment, ...withoutPayment } = paymentOf({ orderId: freshId('ord') });
  let order: OrderView;
  let deadLetters: Inbox<{ detail: Detail }>;

  // All at once: each of them takes the queue its three tries, two seconds apart.
  beforeAll(async () => {
    deadLetters = new Inbox(await queueUrl('unpaid'));
    ({ order } = await halfSent({ required: true }));
    await Promise.all([unknown, withoutAmount, withoutPayment].map(payWith));
    await pay(order);
  });

  it.each<[string, Detail]>([
    ['for an order nobody knows', unknown],
    ['without its amount', withoutAmount],
    ['without its paymentId', withoutPayment],
  ])('one %s', async (what, sent) => {
    const isIt = ({ detail }: { detail: Detail }) =>
      detail.orderId === sent.orderId && detail.paymentId === sent.paymentId;
    expect((await deadLetters.first(what, isIt)).detail).toEqual(sent);
  });

  it('one for an order whose required upload never comes, of which nothing is copied', async () => {
    await deadLetters.first(
      'for the half-sent order',
      ({ detail }) => detail.orderId === order.orderId,
    );
    expect(await executionsOf(order)).toEqual([]);
  });
});

describe('a payment event of another product', () => {
  it.each([{}, { orderId: '2024-0815' }])(
    'with %j as its order is dropped: it comes back never, and parks nowhere',
    async (order) => {
      const { orderId: _ours, ...payment } = paymentOf({ orderId: freshId('ord') });
      const deadLetters = new Inbox<{ detail: Detail }>(await queueUrl('unpaid'));
      await payWith({ ...payment, ...order });
      await isIdle('payments');
      expect(await deadLetters.all(({ detail }) => detail.paymentId === payment.paymentId)).toEqual(
        [],
      );
    },
  );
});

describe('a payment event that comes before an upload is complete', () => {
  it('starts the migration once it is', async () => {
    const { late, order } = await halfSent({ required: true });
    await send(late, late.bytes);
    await pay(order);
    // `paid` says that the event was there, found the upload missing, and will come again: twice
    // more, two seconds apart.
    await orderIn(visitor, 'paid', order);
    await visitor.post(`/uploads/${late.uploadId}/complete`);
    const { files } = await orderIn(visitor, 'completed', order);
    expect(files.map(({ status }) => status)).toEqual(['verified', 'verified']);
  });

  it('does not wait for one that is optional: it is left out', async () => {
    const { order } = await halfSent({ required: false });
    await pay(order);
    const { files } = await orderIn(visitor, 'completed', order);
    expect(files.map(({ status }) => status)).toEqual(['skipped', 'verified']);
  });
});
