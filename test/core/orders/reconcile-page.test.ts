import { describe, expect, it } from '@jest/globals';
import type { Order } from '../../../core/orders/model/order.ts';
import { reconcile } from '../../../core/orders/reconcile.ts';
import { reconcilePage } from '../../../core/orders/reconcile-page.ts';
import { MemoryOrderLists } from '../../fakes/orders/memory-order-lists.ts';
import { aFile, aMigratingOrder, anUpload, aPaidOrder, arrived } from '../builders/records.ts';
import { aWorld, errorOf, type World } from '../builders/world.ts';

const hour = 3_600_000;

const refunded: Partial<Order> = {
  status: 'refund_requested',
  refund: {
    idempotencyKey: 'refund-ord_1-pay_1',
    reason: 'interrupted',
    requestedAt: '2030-01-01T00:00:00.000Z',
  },
};

/** Orders of every need, none of them changed for more than an hour. */
const everyKind: [string, (world: World) => void][] = [
  ['started', ({ orders }) => orders.put(aPaidOrder(), [aFile('photo')])],
  [
    'waiting',
    (world) => {
      world.uploads.put(anUpload({ uploadId: 'upl_photo' }));
      world.orders.put(aPaidOrder(), [aFile('photo')]);
    },
  ],
  ['recovered', ({ orders }) => orders.put(aMigratingOrder(), [aFile('photo')])],
  [
    'running',
    (world) => {
      world.orders.put(aMigratingOrder(), [aFile('photo')]);
      world.migrations.isRunning = async () => true;
    },
  ],
  [
    'swept',
    ({ orders }) => {
      const order = aMigratingOrder();
      orders.put(
        { ...order, ...refunded, migration: { ...order.migration, status: 'failed' } } as Order,
        [aFile('photo')],
      );
    },
  ],
];

const forgotten = (arrange: (world: World) => void) => {
  const world = aWorld();
  arrived(world, 'upl_photo');
  arrange(world);
  world.clock.advance(hour + 1);
  return { ...world, lists: new MemoryOrderLists(world.orders) };
};

const never = (orderId: string, error: unknown): void => {
  throw new Error(`${orderId} failed`, { cause: error });
};

describe('a dry run', () => {
  it.each(everyKind)(
    'foresees that an order is %s, as the reconciler then does',
    async (outcome, arrange) => {
      const world = forgotten(arrange);
      expect(await reconcilePage(world, { dryRun: true }, never)).toEqual({
        dryRun: true,
        orders: [{ orderId: 'ord_1', outcome }],
      });
      expect(await reconcile(world, never)).toMatchObject({ [outcome]: 1 });
    },
  );

  it.each(everyKind)('changes nothing of an order that would be %s', async (_outcome, arrange) => {
    const world = forgotten(arrange);
    const before = JSON.stringify(world.orders.all);
    await reconcilePage(world, { dryRun: true }, never);
    expect(JSON.stringify(world.orders.all)).toBe(before);
    expect([world.migrations.started, world.alerts.raised, world.bus.published]).toEqual([
      [],
      [],
      [],
    ]);
  });
});

/** So many paid orders, each with a photo. */
const manyOrders = (count: number) =>
  forgotten(({ orders }) => {
    for (let index = 0; index < count; index += 1)
      orders.put({ ...aPaidOrder(), orderId: `ord_${index}` }, [
        { ...aFile('photo'), orderId: `ord_${index}` },
      ]);
  });

describe('a repair', () => {
  it.each(everyKind)('ends with an order that is %s', async (outcome, arrange) => {
    const { orders } = await reconcilePage(forgotten(arrange), { dryRun: false }, never);
    expect(orders).toEqual([{ orderId: 'ord_1', outcome }]);
  });

  it('goes through every order once, call by call, when time is up', async () => {
    const world = manyOrders(25);
    const findMany = world.uploads.findMany.bind(world.uploads);
    world.uploads.findMany = async (ids) => {
      world.clock.advance(2000);
      return findMany(ids);
    };
    const calls = [await reconcilePage(world, { dryRun: false }, never)];
    while (calls.at(-1)?.cursor !== undefined)
      calls.push(
        await reconcilePage(world, { dryRun: false, cursor: calls.at(-1)?.cursor }, never),
      );
    const dry = reconcilePage(world, { dryRun: true, cursor: calls[0]?.cursor }, never);
    await expect(dry).rejects.toThrow(/cursor/);
    expect(calls.map(({ orders }) => orders.length)).toEqual([10, 10, 5]);
    expect(new Set(calls.flatMap(({ orders }) => orders.map(({ orderId }) => orderId))).size).toBe(
      25,
    );
  });

  it('is not stopped by an order that fails', async () => {
    const world = manyOrders(2);
    const start = world.migrations.start.bind(world.migrations);
    world.migrations.start = async (run) => {
      if (run.orderId === 'ord_0') throw new Error('refused');
      return start(run);
    };
    const failures: string[] = [];
    const { orders } = await reconcilePage(world, { dryRun: false }, (orderId) =>
      failures.push(orderId),
    );
    expect(orders).toEqual([
      { orderId: 'ord_1', outcome: 'started' },
      { orderId: 'ord_0', outcome: 'failed' },
    ]);
    expect(failures).toEqual(['ord_0']);
  });

  it.each([[{}], [{ dryRun: 1 }], [{ dryRun: true, all: true }]])('refuses %j', async (body) => {
    expect(await errorOf(reconcilePage(manyOrders(1), body, never))).toMatchObject({
      name: 'InvalidInput',
    });
  });
});
