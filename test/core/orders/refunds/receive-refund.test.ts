import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { followLink } from '../../../../core/delivery/follow-link.ts';
import { createLink } from '../../../../core/delivery/manage-links.ts';
import type { RefundNews } from '../../../../core/orders/model/refund-news.ts';
import { receivePayment } from '../../../../core/orders/receive-payment.ts';
import { reconcile } from '../../../../core/orders/reconcile.ts';
import { receiveRefund } from '../../../../core/orders/refunds/receive-refund.ts';
import { type Fault, faulty } from '../../../fakes/shared/faulty.ts';
import { actorIn } from '../../builders/races.ts';
import { aFile, anOrder, aPaidOrder, arrived } from '../../builders/records.ts';
import { aLink, aShop } from '../../builders/shop.ts';
import { alice, aWorld, stored, type World } from '../../builders/world.ts';

const amount = { value: 49.9, currency: 'EUR' };
const at = '2030-01-02T00:00:00.000Z';
const news: RefundNews = { paymentId: 'pay_1', refundId: 're_1', status: 'settled', amount, at };
const day = 86_400_000;

const receiving = <Of extends Pick<World, 'orders'>>(world: Of, revokesLinks = false) => ({
  ...world,
  revokesLinks,
});

const paid = (): World => {
  const world = aWorld();
  world.orders.put(aPaidOrder({ status: 'completed' }, { status: 'completed' }), [aFile('photo')]);
  return world;
};

describe('receive refund', () => {
  it('finds the order of a refund that names none by its payment', async () => {
    const world = paid();
    expect(await receiveRefund(receiving(world), news)).toBe('recorded');
    expect((await stored(world)).order.refunds).toEqual([news]);
  });

  it('leaves a completed order completed', async () => {
    const world = paid();
    await receiveRefund(receiving(world), news);
    expect((await stored(world)).order).toMatchObject({ status: 'completed' });
    expect(world.bus.published).toEqual([]);
  });

  it.each([
    ['of a payment that paid nothing here', { paymentId: 'pi_shop' }],
    ['of another product’s order', { paymentId: 'pi_shop', orderId: 'shop-7' }],
  ])('ignores a refund %s', async (_, fields) => {
    expect(await receiveRefund(receiving(paid()), { ...news, ...fields })).toBe('ignored');
  });

  it('parks a refund in another currency than was paid: it must never count as euros', async () => {
    const world = paid();
    const cent = { ...news, refundId: 're_0', amount: { value: 0.01, currency: 'EUR' } };
    await receiveRefund(receiving(world, true), cent);
    const yen = { ...news, amount: { value: 4989, currency: 'JPY' } };
    await expect(receiveRefund(receiving(world, true), yen)).rejects.toMatchObject({
      name: 'InvalidInput',
    });
    expect((await stored(world)).order.linksRevokedAt).toBeUndefined();
  });

  it.each([
    ['the order', { orderId: 'ord_later' }],
    ['the payment', { orderId: 'ord_1', paymentId: 'pay_later' }],
  ])('comes again while it has overtaken %s', async (_, fields) => {
    await expect(receiveRefund(receiving(paid()), { ...news, ...fields })).rejects.toMatchObject({
      name: 'PaymentTooEarly',
      retryable: true,
    });
  });

  it('alerts of a refusal once, and of nothing else', async () => {
    const world = paid();
    const refused: RefundNews = { ...news, status: 'refused' };
    for (let time = 0; time < 3; time++) await receiveRefund(receiving(world), refused);
    expect(world.alerts.raised).toMatchObject([{ kind: 'refund_refused', orderId: 'ord_1' }]);
  });

  it('alerts of a refusal once, also if the provider tells no time and tells it weeks later', async () => {
    const world = paid();
    const refused: RefundNews = { ...news, status: 'refused' };
    for (const month of ['01', '03', '05'])
      await receiveRefund(receiving(world), { ...refused, at: `2030-${month}-02T00:00:00.000Z` });
    expect(world.alerts.raised).toHaveLength(1);
    await receiveRefund(receiving(world), { ...refused, refundId: 're_2' });
    expect(world.alerts.raised).toHaveLength(2);
  });

  it('alerts of a held payment whose refund is refused, also where the refund names no order', async () => {
    const world = paid();
    await receivePayment(world, { orderId: 'ord_1', paymentId: 'pay_2', amount });
    world.alerts.raised.length = 0;
    await receiveRefund(receiving(world), { ...news, paymentId: 'pay_2', status: 'refused' });
    expect(world.alerts.raised).toMatchObject([{ kind: 'refund_refused', orderId: 'ord_1' }]);
  });

  it.each<[string, Fault]>([
    ['orderOfPayment', 'before'],
    ['find', 'before'],
    ['save', 'before'],
    ['save', 'after'],
  ])(
    'is on record once after %s failed %s its effect, and the news came again',
    async (call, fault) => {
      const world = paid();
      const orders = faulty(world.orders, (name) => (name === call ? fault : undefined));
      await expect(receiveRefund(receiving({ ...world, orders }), news)).rejects.toMatchObject({
        retryable: true,
      });
      await receiveRefund(receiving(world), news);
      expect((await stored(world)).order.refunds).toEqual([news]);
    },
  );

  it('loses neither a payment nor a refund that come at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = aWorld();
        arrived(world, 'upl_photo');
        world.orders.put(anOrder(), [aFile('photo')]);
        const payment = { orderId: 'ord_1', paymentId: 'pay_1', amount };
        const again = async (): Promise<void> => {
          for (let time = 0; time < 50; time++) {
            const refund = receiveRefund(receiving(actorIn(world, scheduler)), {
              ...news,
              orderId: 'ord_1',
            });
            if (
              await refund.then(
                () => true,
                () => false,
              )
            )
              return;
          }
          throw new Error('never recorded');
        };
        await scheduler.waitFor(
          Promise.all([receivePayment(actorIn(world, scheduler), payment), again()]),
        );
        const { order } = await stored(world);
        expect(order).toMatchObject({ status: 'paid', refunds: [{ refundId: 're_1' }] });
      }),
      { numRuns: 50 },
    );
  });
});

describe('links of a refunded order', () => {
  it('answer like unknown ones, and none is made any more', async () => {
    const world = aShop();
    const token = await aLink(world);
    await receiveRefund(receiving(world, true), news);
    await expect(followLink(world, token)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(createLink(world, alice, 'ord_1', {})).rejects.toMatchObject({
      name: 'OrderNotPaid',
    });
  });

  it('stay where the stage does not say otherwise', async () => {
    const world = aShop();
    const token = await aLink(world);
    await receiveRefund(receiving(world), news);
    expect((await followLink(world, token)).files).toHaveLength(2);
  });
});

describe('a refund that does not settle', () => {
  const refunding = () => {
    const world = aWorld();
    const refund = { idempotencyKey: 'k', reason: 'source_missing', requestedAt: at };
    const completedAt = at;
    world.orders.put(
      aPaidOrder({ status: 'failed', completedAt }, { status: 'refund_requested', refund }),
      [aFile('photo')],
    );
    world.clock.set(at);
    return world;
  };
  const hourAfter = async (world: World, days: number, refundDays?: number) => {
    world.clock.set(new Date(Date.parse(at) + days * day).toISOString());
    return reconcile({ ...world, refundDays }, (_, error) => {
      throw error;
    });
  };

  it('is told once, after the days that the stage allows', async () => {
    const world = refunding();
    for (const days of [1, 2, 6.9]) await hourAfter(world, days, 7);
    expect(world.alerts.raised).toEqual([]);
    expect(await hourAfter(world, 7, 7)).toMatchObject({ overdue: 1 });
    for (const days of [8, 9]) await hourAfter(world, days, 7);
    expect(world.alerts.raised).toMatchObject([{ kind: 'refund_overdue', orderId: 'ord_1' }]);
  });

  it('is not looked for any more once it has settled', async () => {
    const world = refunding();
    await hourAfter(world, 1, 7);
    await receiveRefund(receiving(world), news);
    expect(await hourAfter(world, 30, 7)).toMatchObject({ overdue: 0, settled: 0, swept: 0 });
    expect(world.alerts.raised).toEqual([]);
  });

  it('is looked for once more if the operators could not be told', async () => {
    const world = refunding();
    await hourAfter(world, 1, 7);
    const alerts = faulty(world.alerts, () => 'before');
    const failures: unknown[] = [];
    world.clock.set(new Date(Date.parse(at) + 8 * day).toISOString());
    await reconcile({ ...world, alerts, refundDays: 7 }, (_, error) => failures.push(error));
    expect(failures).toHaveLength(1);
    expect(await hourAfter(world, 8.1, 7)).toMatchObject({ overdue: 1 });
  });

  it('delays no sweep, and adds no write where nobody watches', async () => {
    const [watched, unwatched] = [refunding(), refunding()];
    expect(await hourAfter(watched, 1, 7)).toMatchObject({ swept: 1 });
    expect(await hourAfter(unwatched, 1)).toMatchObject({ swept: 1 });
    expect((await stored(unwatched)).order.refund).not.toHaveProperty('settleBy');
    expect(await hourAfter(unwatched, 30)).toMatchObject({ swept: 0, settled: 0, overdue: 0 });
  });
});
