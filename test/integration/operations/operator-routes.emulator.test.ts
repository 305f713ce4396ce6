import { beforeAll, describe, expect, it } from '@jest/globals';
import { createOperatorClient, everyEntry } from '../../../client/operator/operator.ts';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import type { RouteName } from '../../../core/route-functions.ts';
import { routes } from '../../../core/routes.ts';
import { orderIn, pay, placedOrder } from '../orders/paid-order.ts';
import { deployed } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';
import { aUser } from '../shared/pool-user.ts';
import { aVisitor, request } from '../shared/visitor.ts';

const clientOf = (token: string) => createOperatorClient({ baseUrl: deployed.apiUrl, token });

const operator = clientOf(deployed.adminToken);
let viewerToken: string;
let order: OrderView;
let ownerId: string;
let paymentId: string;
let link: { linkId: string; token: string };
const begun = new Date().toISOString();

beforeAll(async () => {
  const [customer, viewer] = await Promise.all([aVisitor(), aUser('viewer')]);
  viewerToken = viewer.token;
  const placed = await placedOrder(customer, ['photo']);
  paymentId = (await pay(placed.order)).paymentId;
  order = await orderIn(customer, 'completed', placed.order);
  link = (await customer.post(`/orders/${order.orderId}/links`, {})).body;
  ownerId = (await operator.orders.timeline(order.orderId)).ownerId ?? 'nobody';
});

/** The order once a list of operators has it: indexes follow the table. */
const listed = (query: Parameters<typeof operator.orders.list>[0]) =>
  eventually(`the order is listed by ${JSON.stringify(query)}`, async () => {
    for await (const found of everyEntry('orders', operator.orders.list, { ...query, limit: 100 }))
      if (found.orderId === order.orderId) return found;
    return undefined;
  });

describe('an operator', () => {
  it.each([
    ['state', () => ({ status: 'completed' as const })],
    ['owner', () => ({ ownerId })],
    ['time', () => ({ from: begun })],
    ['all of them', () => ({ status: 'completed' as const, ownerId, from: begun })],
  ])('lists orders by %s', async (_what, query) => {
    expect(await listed(query())).toMatchObject({ ownerId, status: 'completed' });
  });

  it('lists none changed before the first of them', async () => {
    expect(await operator.orders.list({ ownerId, to: begun })).toEqual({ orders: [] });
  });

  it('sees what an owner may hold in temporary storage', async () => {
    const { held, limit } = await operator.quota(ownerId);
    expect(held).toEqual({ files: expect.any(Number), bytes: expect.any(Number) });
    expect(limit.files).toBeGreaterThan(held.files);
  });

  it('counts what needs a person', async () => {
    const { orders } = await operator.attention();
    expect(Object.keys(orders).sort()).toEqual([
      'compensation_failed',
      'failed',
      'payment_held',
      'stuck',
    ]);
  });

  it('sees the alarms of the stage, and its figures or why they are unknown', async () => {
    const { alarms, unknown } = await operator.alarms();
    expect(unknown).toEqual([]);
    const [parked] = alarms.filter(({ name }) => name === 'dead-letters-reconciler');
    expect(parked?.runbook).toMatch(/#dead-letters-reconciler$/);
    const { migrated, unknown: figures } = await operator.metrics();
    // The emulator makes no metrics of what functions log.
    expect(migrated ?? figures.find(({ figure }) => figure === 'migrated')?.why).toBe('no_data');
  });

  it('sees of each dead-letter queue whether its messages go back', async () => {
    const { queues } = await operator.deadLetters.list();
    const goesBack = new Map(queues.map((each) => [each.queue, each.goesBack]));
    expect(goesBack.get('payment-intake-payments')).toBe(true);
    expect(goesBack.get('reconciler')).toBe(false);
  });

  it('finds a record by every kind of id', async () => {
    const [file] = order.files;
    const { permanentKey = 'none', uploadId } = file ?? { uploadId: 'none' };
    const matching = async (text: string) =>
      (await operator.search(text)).matches.map(({ kind, id }) => `${kind} ${id}`);
    expect(await matching(order.orderId)).toEqual([`order ${order.orderId}`]);
    expect(await matching(paymentId)).toEqual([`order ${order.orderId}`]);
    expect(await matching(uploadId)).toEqual([`upload ${uploadId}`]);
    expect(await matching(permanentKey)).toEqual([`upload ${uploadId}`]);
    expect(await matching(link.linkId)).toEqual([`link ${link.linkId}`]);
    expect(await matching(link.token)).toEqual([`link ${link.linkId}`]);
    expect(await matching(ownerId)).toEqual([`owner ${ownerId}`]);
    expect(await matching('nothing like this')).toEqual([]);
  });

  it('lists the links of an order, revokes one by its id, and finds the act on record', async () => {
    const { linkId } = link;
    const ofOrder = await eventually('the link is listed', async () => {
      const { links } = await operator.links.ofOrder(order.orderId);
      return links.length > 0 ? links : undefined;
    });
    expect(ofOrder).toMatchObject([{ linkId, orderId: order.orderId, state: 'live', ownerId }]);
    await operator.links.revoke({ orderId: order.orderId, linkId });
    expect(await operator.links.ofOrder(order.orderId)).toMatchObject({
      links: [{ linkId, state: 'revoked' }],
    });
    await operator.links.revoke(await operator.links.create(order.orderId));
    const entries = await eventually('the act is on record', async () => {
      const page = await operator.audit({ subject: linkId });
      return page.entries.some(({ outcome }) => outcome !== 'pending') ? page.entries : undefined;
    });
    expect(entries).toMatchObject([{ action: 'revokeOrderLink', outcome: 'done', status: 204 }]);
  });
});

const changing = (Object.keys(routes) as RouteName[]).filter(
  (name) => routes[name].access === 'admin',
);

describe('a viewer', () => {
  it('sees what an operator sees', async () => {
    const viewer = clientOf(viewerToken);
    expect(await viewer.orders.timeline(order.orderId)).toMatchObject({ ownerId });
    const looks = [
      viewer.orders.list({ ownerId }),
      viewer.attention(),
      viewer.search(order.orderId),
      viewer.links.list({ ownerId }),
      viewer.audit({}),
      viewer.batches.list({}),
      viewer.stats(),
      viewer.quota(ownerId),
      viewer.erasures({}),
      viewer.metrics(),
      viewer.alarms(),
    ];
    expect(await Promise.all(looks)).toHaveLength(looks.length);
  });

  it.each(changing)('is refused by %s', async (name) => {
    const { method, path } = routes[name];
    const named = path.replaceAll(/\{\w+\}/g, order.orderId);
    const sent = method === 'GET' ? undefined : {};
    const asked = { method, path: named, token: viewerToken, body: sent };
    const { status, body } = await request(asked);
    expect([status, body.type]).toEqual([403, 'urn:keepsake:problem:not-allowed']);
  });
});
