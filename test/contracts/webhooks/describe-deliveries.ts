import { describe, expect, it } from '@jest/globals';
import type { Delivery } from '../../../core/webhooks/model/webhook.ts';
import type { Deliveries } from '../../../core/webhooks/ports.ts';
import { aDelivery, aWebhook } from '../../core/builders/webhooks.ts';
import { freshId } from '../shared/samples.ts';

const keepUntil = new Date('2099-01-01T00:00:00Z');
const at = (second: number): string => `2098-03-01T00:00:0${second}.000Z`;

/** Contract tests of every record of deliveries. */
export function describeDeliveries(name: string, makeDeliveries: () => Deliveries): void {
  describe(`${name} as Deliveries`, () => {
    const deliveries = makeDeliveries();

    const saved = async (
      { endpoint, orderId = freshId('ord') }: { endpoint: string; orderId?: string },
      values: Partial<Delivery> = {},
    ): Promise<Delivery> => {
      const webhook = aWebhook({ endpoint, id: freshId('evt'), data: { orderId } });
      const delivery = aDelivery({ webhook, ...values });
      await deliveries.save(delivery, keepUntil);
      return delivery;
    };
    const list = async (query: Partial<Parameters<Deliveries['list']>[0]>) => {
      const { entries } = await deliveries.list({ endpoints: [], ...query }, { limit: 5 });
      return entries;
    };

    it('finds what was saved, and the last try of it', async () => {
      const delivery = await saved({ endpoint: freshId('shop') });
      expect(await deliveries.find(delivery.deliveryId)).toEqual(delivery);
      const again: Delivery = { ...delivery, attempts: 2, status: 'retrying', at: at(9) };
      await deliveries.save(again, keepUntil);
      expect(await deliveries.find(delivery.deliveryId)).toEqual(again);
      expect(await list({ endpoints: [delivery.endpoint] })).toEqual([again]);
      expect(await deliveries.find('shop.none')).toBeUndefined();
    });

    it('erases one, however often', async () => {
      const orderId = freshId('ord');
      const endpoint = freshId('shop');
      const [one, other] = [await saved({ endpoint, orderId }), await saved({ endpoint, orderId })];
      await deliveries.erase(one.deliveryId);
      await deliveries.erase(one.deliveryId);
      expect(await deliveries.find(one.deliveryId)).toBeUndefined();
      expect(await list({ subject: orderId })).toEqual([other]);
    });

    it('lists those of endpoints by status, last tried first, page by page', async () => {
      const [one, other] = [freshId('shop'), freshId('shop')];
      const first = await saved({ endpoint: one }, { at: at(1) });
      const second = await saved({ endpoint: other }, { at: at(2), status: 'failed' });
      const third = await saved({ endpoint: one }, { at: at(3), status: 'retrying' });
      const endpoints = [one, other];
      const page = await deliveries.list({ endpoints }, { limit: 2 });
      expect(page.entries).toEqual([third, second]);
      const { entries } = await deliveries.list({ endpoints }, { limit: 2, after: page.next });
      expect(entries).toEqual([first]);
      expect(await list({ endpoints, status: 'failed' })).toEqual([second]);
      expect(await list({ endpoints: [one] })).toEqual([third, first]);
      expect(await list({ endpoints: [] })).toEqual([]);
    });

    it('lists those about an order, whichever endpoint they went to', async () => {
      const orderId = freshId('ord');
      const [one, other] = [freshId('shop'), freshId('shop')];
      const first = await saved({ endpoint: one, orderId }, { at: at(1) });
      const second = await saved({ endpoint: other, orderId }, { at: at(2), status: 'failed' });
      expect(await list({ subject: orderId })).toEqual([second, first]);
      expect(await list({ subject: orderId, endpoint: one })).toEqual([first]);
      expect(await list({ subject: orderId, status: 'failed' })).toEqual([second]);
    });
  });
}
