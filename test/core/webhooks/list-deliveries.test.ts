import { describe, expect, it } from '@jest/globals';
import { jsonBytes } from '../../../core/shared/model/page-bytes.ts';
import { getDelivery, listDeliveries } from '../../../core/webhooks/list-deliveries.ts';
import { endpointView } from '../../../core/webhooks/model/delivery-view.ts';
import { MemoryDeliveries } from '../../fakes/webhooks/memory-deliveries.ts';
import { aDelivery, anEndpoint, aWebhook } from '../builders/webhooks.ts';
import { errorOf } from '../builders/world.ts';

const idsIn = ({ deliveries }: { deliveries: { deliveryId: string }[] }): string[] =>
  deliveries.map(({ deliveryId }) => deliveryId);

const many = (count: number) =>
  Array.from({ length: count }, (_, number) =>
    aDelivery({
      webhook: aWebhook({ id: `evt_${number}`, data: { orderId: `ord_${number}` } }),
      at: new Date(Date.UTC(2030, 0, 1, 0, 0, number)).toISOString(),
    }),
  );

const deps = (...deliveries: Parameters<typeof aDelivery>[0][]) => ({
  deliveries: new MemoryDeliveries(...deliveries.map(aDelivery)),
  endpoints: [anEndpoint()],
});

describe('a list of deliveries', () => {
  it('comes in pages, last tried first, and without what was sent', async () => {
    const stage = { ...deps(), deliveries: new MemoryDeliveries(...many(3)) };
    const { deliveries, cursor } = await listDeliveries(stage, { limit: '2' });
    expect(idsIn({ deliveries })).toEqual(['shop.evt_2', 'shop.evt_1']);
    expect(deliveries[0]).not.toHaveProperty('webhook');
    expect(deliveries[0]).toMatchObject({ type: 'OrderMigrationCompleted', subject: 'ord_2' });
    expect(idsIn(await listDeliveries(stage, { limit: '2', cursor }))).toEqual(['shop.evt_0']);
  });

  it('is narrowed by endpoint, status and order', async () => {
    const other = aWebhook({ endpoint: 'crm', id: 'evt_9' });
    const stage = {
      deliveries: new MemoryDeliveries(
        aDelivery(),
        aDelivery({ webhook: other, status: 'failed', answer: 500 }),
      ),
      endpoints: [anEndpoint(), anEndpoint({ name: 'crm' })],
    };
    expect(idsIn(await listDeliveries(stage, { endpoint: 'crm' }))).toEqual(['crm.evt_9']);
    expect(idsIn(await listDeliveries(stage, { status: 'delivered' }))).toEqual(['shop.evt_1']);
    expect(idsIn(await listDeliveries(stage, { subject: 'ord_1' })).sort()).toEqual([
      'crm.evt_9',
      'shop.evt_1',
    ]);
    expect(idsIn(await listDeliveries(stage, { subject: 'ord_2' }))).toEqual([]);
  });

  it('shows those of an endpoint that the stage has no more, to one who names it', async () => {
    const stage = { ...deps({}), endpoints: [] };
    expect(idsIn(await listDeliveries(stage, {}))).toEqual([]);
    expect(idsIn(await listDeliveries(stage, { endpoint: 'shop' }))).toEqual(['shop.evt_1']);
  });

  it('has no answer above 256 kB, whatever endpoints answer', async () => {
    const long = many(100).map((each) => ({ ...each, answer: 'x'.repeat(10_000) }));
    const stage = { ...deps(), deliveries: new MemoryDeliveries(...long) };
    const page = await listDeliveries(stage, { limit: '100' });
    expect(jsonBytes(page)).toBeLessThan(256_000);
    const rest = await listDeliveries(stage, { limit: '100', cursor: page.cursor });
    expect(idsIn(rest)[0]).toBe(`shop.evt_${99 - page.deliveries.length}`);
  });

  it.each([
    ['endpoint', { endpoint: '../shop' }],
    ['status', { status: 'lost' }],
    ['subject', { subject: 'ord 1' }],
    ['cursor', { cursor: 'x' }],
    ['limit', { limit: '101' }],
    ['cursor', { cursor: 'eyJhZnRlciI6InoiLCJvZiI6ImEifQ', endpoint: 'shop' }],
  ])('refuses a wrong %s', async (field, query) => {
    expect(await errorOf(listDeliveries(deps(), query))).toMatchObject({ issues: [{ field }] });
  });
});

describe('one delivery', () => {
  it('tells what was sent', async () => {
    const delivery = await getDelivery(deps({}), 'shop.evt_1');
    expect(delivery.webhook.data).toEqual({ orderId: 'ord_1', attempt: 1 });
  });

  it('is not found by another id', async () => {
    expect(await errorOf(getDelivery(deps({}), 'shop.evt_2'))).toMatchObject({ name: 'NotFound' });
  });
});

describe('an endpoint', () => {
  it('is shown without its secret, and without what its address may keep secret', () => {
    const url = 'https://user:word@shop.example.com/hooks?token=t#f';
    expect(endpointView(anEndpoint({ url }))).toEqual({
      name: 'shop',
      address: 'https://shop.example.com/hooks',
      events: ['OrderMigrationCompleted', 'UploadReceived'],
    });
  });
});
