import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidInput } from '../../../core/errors.ts';
import { receivePayment } from '../../../core/orders/receive-payment.ts';
import type { ProviderNews } from '../../../core/payments/model/provider-news.ts';
import { receiveWebhook } from '../../../core/payments/receive-webhook.ts';
import { MemoryToldNews } from '../../fakes/payments/memory-told-news.ts';
import { type Fault, faulty } from '../../fakes/shared/faulty.ts';
import { aFile, anOrder, arrived } from '../builders/records.ts';
import { aWorld } from '../builders/world.ts';

const payment = { orderId: 'ord_1', paymentId: 'pi_1', amount: { value: 49.9, currency: 'EUR' } };
const news: ProviderNews = {
  key: 'stripe#evt_1',
  event: { detailType: 'PaymentSucceeded', detail: payment },
};
const webhook = { body: '{}', headers: {} };

const aReceiver = (told = new MemoryToldNews()) => {
  const world = aWorld();
  return { ...world, told, webhooks: { read: async () => [news] } };
};

describe('receiving a webhook', () => {
  it('puts its news on the bus as the payment event that the stage knows', async () => {
    const receiver = aReceiver();
    expect(await receiveWebhook(receiver, webhook)).toEqual({ announced: 1, repeated: 0 });
    expect(receiver.bus.published).toEqual([news.event]);
  });

  it('recognises a replay, and announces nothing again', async () => {
    const receiver = aReceiver();
    await receiveWebhook(receiver, webhook);
    expect(await receiveWebhook(receiver, webhook)).toEqual({ announced: 0, repeated: 1 });
    expect(receiver.bus.published).toHaveLength(1);
  });

  it('announces what it could read before it refuses the rest', async () => {
    const receiver = aReceiver();
    const refused = new InvalidInput([{ field: 'status', message: 'must be a string' }]);
    const half = function* () {
      yield news;
      throw refused;
    };
    const webhooks = { read: async () => half() };
    await expect(receiveWebhook({ ...receiver, webhooks }, webhook)).rejects.toBe(refused);
    expect(receiver.bus.published).toEqual([news.event]);
  });

  it('remembers a week, longer than any provider repeats', async () => {
    const receiver = aReceiver();
    await receiveWebhook(receiver, webhook);
    const keptUntil = receiver.told.keys.get(news.key)?.getTime() ?? 0;
    expect(keptUntil - receiver.clock.now().getTime()).toBe(7 * 86_400_000);
  });

  it.each<[string, 'bus' | 'told', string, Fault]>([
    ['before the look-up', 'told', 'has', 'before'],
    ['before the announcement', 'bus', 'publish', 'before'],
    ['after the announcement', 'bus', 'publish', 'after'],
    ['before it is remembered', 'told', 'add', 'before'],
    ['after it is remembered', 'told', 'add', 'after'],
  ])('fails %s, and the repetition makes it good', async (_, port, operation, fault) => {
    const receiver = aReceiver();
    const failing = faulty(receiver[port], (called) => (called === operation ? fault : undefined));
    await expect(receiveWebhook({ ...receiver, [port]: failing }, webhook)).rejects.toMatchObject({
      retryable: true,
    });
    await receiveWebhook(receiver, webhook);
    expect(receiver.bus.published.length).toBeGreaterThanOrEqual(1);
    expect(receiver.bus.published.length).toBeLessThanOrEqual(2);
  });

  it('pays once and holds nothing when the same webhook comes twice at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const receiver = aReceiver();
        arrived(receiver, 'upl_photo');
        receiver.orders.put(anOrder(), [aFile('photo')]);
        const scheduled = {
          ...receiver,
          told: {
            has: scheduler.scheduleFunction((key: string) => receiver.told.has(key)),
            add: scheduler.scheduleFunction((key: string, until: Date) =>
              receiver.told.add(key, until),
            ),
          },
        };
        const both = [receiveWebhook(scheduled, webhook), receiveWebhook(scheduled, webhook)];
        await scheduler.waitFor(Promise.all(both));
        await Promise.all(receiver.bus.published.map(() => receivePayment(receiver, payment)));
        const order = (await receiver.orders.find('ord_1'))?.order;
        expect(order).toMatchObject({
          status: 'paid',
          heldPayments: [],
          payment: { paymentId: 'pi_1' },
        });
        expect(receiver.alerts.raised).toEqual([]);
      }),
    );
  });
});
