import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DisputeNews } from '../../../../core/orders/model/dispute-news.ts';
import { outstandingOf } from '../../../../core/orders/model/order-outstanding.ts';
import { ownerTimeline } from '../../../../core/orders/model/order-timeline.ts';
import { receivePayment } from '../../../../core/orders/receive-payment.ts';
import { receiveDispute } from '../../../../core/orders/refunds/receive-dispute.ts';
import { aFile, aPaidOrder } from '../../builders/records.ts';
import { aWorld, stored, type World } from '../../builders/world.ts';

const amount = { value: 49.9, currency: 'EUR' };
const open: DisputeNews = {
  ...{ paymentId: 'pay_1', disputeId: 'dp_1', status: 'open' },
  ...{ amount, at: '2030-02-01T00:00:00.000Z' },
};
const lost: DisputeNews = { ...open, status: 'lost', at: '2030-03-01T00:00:00.000Z' };
const won: DisputeNews = { ...lost, status: 'won' };

const completed = (): World => {
  const world = aWorld();
  world.orders.put(aPaidOrder({ status: 'completed' }, { status: 'completed' }), [aFile('photo')]);
  return world;
};

const told = async (world: World): Promise<string[]> =>
  ownerTimeline(await stored(world)).events.map(({ event }) => event);

describe('receive dispute', () => {
  it('tells the operators, with the order that the payment paid', async () => {
    const world = completed();
    expect(await receiveDispute(world, open)).toBe('recorded');
    expect(world.alerts.raised).toMatchObject([{ kind: 'payment_disputed', orderId: 'ord_1' }]);
    expect(await told(world)).toContain('payment_disputed');
  });

  it.each([
    ['open', open, 'Answer it at the provider before its deadline'],
    ['lost', lost, 'went back to the customer'],
  ])('says what there is to do: %s', async (_, news, what) => {
    const world = completed();
    await receiveDispute(world, news);
    expect(world.alerts.raised).toMatchObject([{ message: expect.stringContaining(what) }]);
  });

  it('changes nothing else: a person decides what follows', async () => {
    const world = completed();
    const { order, files } = await stored(world);
    await receiveDispute(world, lost);
    const after = await stored(world);
    const { disputes, revision, updatedAt, ...rest } = after.order;
    expect({ ...rest, revision: order.revision, updatedAt: order.updatedAt }).toEqual(order);
    expect([after.files, world.bus.published]).toEqual([files, []]);
  });

  it('tells the same news once', async () => {
    const world = completed();
    const verdicts: string[] = [];
    for (let time = 0; time < 3; time++) verdicts.push(await receiveDispute(world, open));
    expect(verdicts).toEqual(['recorded', 'known', 'known']);
    expect(world.alerts.raised).toHaveLength(1);
  });

  it.each([
    ['open', [open], ['answer_dispute']],
    ['open twice', [open, { ...open, disputeId: 'dp_2' }], ['answer_dispute']],
    ['won', [open, won], []],
    ['lost', [open, lost], []],
  ])('is a task of operators while it is open, one for each payment: %s', async (_, all, tasks) => {
    const world = completed();
    for (const news of all) await receiveDispute(world, news);
    const current = await stored(world);
    expect(outstandingOf(current).map(({ what }) => what)).toEqual(tasks);
    expect(ownerTimeline(current).outstanding).toEqual([]);
  });

  it.each([
    ['lost', lost, 2],
    ['won', won, 1],
  ])('shows how it ended: %s', async (status, end, alerts) => {
    const world = completed();
    for (const news of [open, end]) await receiveDispute(world, news);
    expect(await told(world)).toContain(`dispute_${status}`);
    expect(world.alerts.raised).toHaveLength(alerts);
  });

  it('ends the same in whichever order its news arrive, and in the same second', async () => {
    const news = [open, { ...won, at: open.at }, { ...lost, disputeId: 'dp_2' }];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...news, ...news], { minLength: 6 }),
        async (arriving) => {
          const world = completed();
          for (const one of arriving) await receiveDispute(world, one);
          const { disputes = [] } = (await stored(world)).order;
          expect(Object.fromEntries(disputes.map((one) => [one.disputeId, one.status]))).toEqual({
            ...{ dp_1: 'won', dp_2: 'lost' },
          });
        },
      ),
    );
  });

  it('ignores a dispute of a payment that paid nothing here', async () => {
    const world = completed();
    expect(await receiveDispute(world, { ...open, paymentId: 'pi_shop' })).toBe('ignored');
    expect(world.alerts.raised).toEqual([]);
  });

  it('reaches the operators for a payment that is held: who paid twice disputes one of the two', async () => {
    const world = completed();
    await receivePayment(world, { orderId: 'ord_1', paymentId: 'pay_2', amount });
    world.alerts.raised.length = 0;
    expect(await receiveDispute(world, { ...open, paymentId: 'pay_2' })).toBe('recorded');
    expect(world.alerts.raised).toMatchObject([{ kind: 'payment_disputed', orderId: 'ord_1' }]);
  });

  it('comes again while it has overtaken its payment', async () => {
    const early = { ...open, orderId: 'ord_1', paymentId: 'pay_later' };
    await expect(receiveDispute(completed(), early)).rejects.toMatchObject({
      name: 'PaymentTooEarly',
      retryable: true,
    });
  });

  it('takes no endless list of disputes', async () => {
    const world = completed();
    for (let number = 0; number < 100; number++)
      await receiveDispute(world, { ...open, disputeId: `dp_${number}` });
    await expect(receiveDispute(world, { ...open, disputeId: 'dp_100' })).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});
