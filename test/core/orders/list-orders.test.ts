import { describe, expect, it } from '@jest/globals';
import { listOrders } from '../../../core/orders/list-orders.ts';
import { MemoryOrderLists } from '../../fakes/orders/memory-order-lists.ts';
import { anOrder, aPaidOrder } from '../builders/records.ts';
import { alice, aWorld, errorOf, mallory } from '../builders/world.ts';

const operator = { ownerId: 'usr_operator', admin: true, worker: true };

const shop = () => {
  const world = aWorld();
  const failed = { status: 'refund_requested' as const, sweptAt: '2030-01-01T00:00:00.000Z' };
  world.orders.put(anOrder({ orderId: 'ord_new', createdAt: '2030-01-01T00:00:02.000Z' }));
  world.orders.put(anOrder({ orderId: 'ord_old', createdAt: '2030-01-01T00:00:01.000Z' }));
  world.orders.put(
    aPaidOrder(
      { status: 'failed' },
      { orderId: 'ord_failed', ownerId: mallory.ownerId, ...failed },
    ),
  );
  world.orders.put(aPaidOrder({}, { orderId: 'ord_stuck', ownerId: mallory.ownerId }));
  return {
    lists: new MemoryOrderLists(world.orders),
    clock: world.clock,
    reconcileAfterMinutes: 60,
  };
};

const idsFor = async (caller: typeof alice, query: object, deps = shop()): Promise<string[]> =>
  (await listOrders(deps, caller, query)).items.map(({ orderId }) => orderId);

describe('list orders', () => {
  it('lists the caller’s own, newest first', async () => {
    expect(await idsFor(alice, {})).toEqual(['ord_new', 'ord_old']);
  });

  it('gives pages by cursor', async () => {
    const deps = shop();
    const { cursor } = await listOrders(deps, alice, { limit: '1' });
    expect(await idsFor(alice, { limit: '1', cursor }, deps)).toEqual(['ord_old']);
  });

  it.each([
    ['another owner’s list', mallory, {}],
    ['the list of all owners', operator, {}],
    ['another query', operator, { status: 'completed' }],
  ])('takes no cursor of %s', async (_whose, caller, filters) => {
    const deps = shop();
    const { cursor } = await listOrders(deps, alice, { limit: '1' });
    const asked = listOrders(deps, caller, { limit: '1', ...filters, cursor });
    expect(await errorOf(asked)).toMatchObject({ name: 'InvalidInput' });
  });

  it('shows an operator another owner’s', async () => {
    expect(await idsFor(operator, { ownerId: alice.ownerId })).toEqual(['ord_new', 'ord_old']);
  });

  it.each([
    ['awaiting_payment', ['ord_new', 'ord_old']],
    ['failed', ['ord_failed']],
    ['paid', ['ord_stuck']],
    ['completed', []],
  ])('shows an operator all that are %s', async (status, ids) => {
    expect((await idsFor(operator, { status })).toSorted()).toEqual(ids);
  });

  it('shows an operator the orders of every owner, and on request their own', async () => {
    expect((await idsFor(operator, {})).toSorted()).toEqual([
      'ord_failed',
      'ord_new',
      'ord_old',
      'ord_stuck',
    ]);
    expect(await idsFor(operator, { ownerId: 'me' })).toEqual([]);
  });

  it('shows an operator one owner’s orders in one state', async () => {
    const query = { ownerId: mallory.ownerId, status: 'failed' };
    expect(await idsFor(operator, query)).toEqual(['ord_failed']);
  });

  it('shows a viewer what an operator sees', async () => {
    const viewer = { ownerId: 'usr_viewer', admin: false, worker: false, viewer: true };
    expect(await idsFor(viewer, { status: 'failed' })).toEqual(['ord_failed']);
  });

  it('calls stuck what nobody touched for longer than the reconciler waits', async () => {
    const deps = shop();
    expect(await idsFor(operator, { status: 'stuck' }, deps)).toEqual([]);
    deps.clock.advance(61 * 60_000);
    expect(await idsFor(operator, { status: 'stuck' }, deps)).toEqual(['ord_stuck']);
  });

  it.each([{ ownerId: alice.ownerId }, { ownerId: 'usr_nobody' }, { status: 'failed' }])(
    'refuses %p from anybody else, known or not',
    async (query) => {
      const [field] = Object.keys(query);
      expect(await errorOf(listOrders(shop(), mallory, query))).toMatchObject({
        name: 'InvalidInput',
        issues: [{ field, message: 'is for operators; leave it out' }],
      });
    },
  );

  it.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ limit: 'many' }, 'limit'],
    [{ status: 'lost' }, 'status'],
    [{ cursor: 'nonsense' }, 'cursor'],
    [{ status: 'stuck', ownerId: 'usr_1' }, 'status'],
    [{ status: 'payment_held', from: '2030-01-01T00:00:00Z' }, 'status'],
    [{ from: 'yesterday' }, 'from'],
    [{ owner: 'usr_1' }, 'owner'],
  ])('refuses %p', async (query, field) => {
    expect(await errorOf(listOrders(shop(), operator, query))).toMatchObject({
      name: 'InvalidInput',
      issues: [{ field }],
    });
  });
});
