import { describe, expect, it } from '@jest/globals';
import type { Order } from '../../../core/orders/model/order.ts';
import { type ReconcileReport, reconcile } from '../../../core/orders/reconcile.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aFile, aMigratingOrder, anUpload, aPaidOrder, arrived } from '../builders/records.ts';
import { aWorld, filesBucket, keptVersions, stored, type World } from '../builders/world.ts';

const hour = 3_600_000;
const nothing: ReconcileReport = {
  announced: 0,
  recovered: 0,
  started: 0,
  waiting: 0,
  swept: 0,
  overdue: 0,
  running: 0,
  settled: 0,
  failed: 0,
};

/** An order without a change for more than an hour. */
const forgotten = (order: Order, ...files: Parameters<typeof aFile>[]): World => {
  const world = aWorld();
  arrived(world, 'upl_photo');
  world.orders.put(
    order,
    files.length > 0 ? files.map((file) => aFile(...file)) : [aFile('photo')],
  );
  world.clock.advance(hour + 1);
  return world;
};
const run = (world: World, failures: string[] = []) =>
  reconcile(world, (orderId) => failures.push(orderId));
const refunded: Partial<Order> = {
  status: 'refund_requested',
  refund: {
    idempotencyKey: 'refund-ord_1-pay_1',
    reason: 'interrupted',
    requestedAt: '2030-01-01T00:00:00.000Z',
  },
};

describe('reconcile', () => {
  it('leaves an order alone that changed within the hour', async () => {
    const world = forgotten(aPaidOrder());
    world.clock.set('2030-01-01T01:00:00.000Z');
    expect(await run(world)).toEqual(nothing);
  });

  it('starts a paid order whose execution never was', async () => {
    const world = forgotten(aPaidOrder());
    expect(await run(world)).toEqual({ ...nothing, started: 1 });
    expect(world.migrations.started).toMatchObject([{ runId: 'ord_1-1' }]);
  });

  const news = (value: number) => ({
    paymentId: 'pay_1',
    amount: { value, currency: 'EUR' },
    at: '2030-01-01T00:00:00.000Z',
  });
  const refund = (value: number) => ({ ...news(value), refundId: 're_1', status: 'settled' });
  const lost = { ...news(49.9), disputeId: 'dp_1', status: 'lost' };
  it.each([
    ['refunded whole: it waits for no file', { refunds: [refund(49.9)] }, { started: 1 }],
    ['refunded in part, and waits on', { refunds: [refund(20)] }, { waiting: 1 }],
    ['lost to a dispute: it waits for no file', { disputes: [lost] }, { started: 1 }],
  ])('starts a paid order whose payment was %s', async (_, told, outcome) => {
    const order = { ...aPaidOrder(), ...(told as Partial<Order>) };
    const world = forgotten(order, ['photo'], ['film']);
    world.uploads.put(anUpload({ uploadId: 'upl_film' }));
    expect(await run(world)).toEqual({ ...nothing, ...outcome });
  });

  it('leaves a run alone that it has just begun and cannot see yet', async () => {
    const world = forgotten(aPaidOrder());
    world.migrations.isRunning = async () => false;
    expect(await run(world)).toEqual({ ...nothing, started: 1 });
    expect(world.migrations.started).toMatchObject([{ runId: 'ord_1-1' }]);
    expect(world.alerts.raised).toEqual([]);
  });

  it('leaves an order alone that was claimed while it came, by a run that nobody sees yet', async () => {
    const world = forgotten({ ...aMigratingOrder(), updatedAt: '2030-01-01T01:00:00.000Z' });
    world.orders.needingAttention = async function* () {
      yield 'ord_1';
    };
    expect(await run(world)).toEqual({ ...nothing, running: 1 });
    expect(world.alerts.raised).toEqual([]);
  });

  it('takes over a paid order whose execution died before it could claim', async () => {
    const world = forgotten(aPaidOrder());
    await world.migrations.start({ orderId: 'ord_1', attempt: 1, runId: 'ord_1-1' });
    world.migrations.end('ord_1-1');
    expect(await run(world)).toEqual({ ...nothing, recovered: 1 });
    expect(world.migrations.started).toMatchObject([
      { runId: 'ord_1-1' },
      { runId: 'ord_1-1-undo-1' },
    ]);
  });

  it('counts a paid order that waits for an upload, and starts nothing', async () => {
    const world = forgotten(aPaidOrder());
    world.uploads.put(anUpload({ uploadId: 'upl_photo' }));
    expect(await run(world)).toEqual({ ...nothing, waiting: 1 });
    expect(world.migrations.started).toEqual([]);
  });

  it('counts a paid order whose optional upload is being checked as waiting, and starts it once that is over', async () => {
    const world = forgotten(aPaidOrder(), ['photo', { required: false }]);
    world.uploads.put(anUpload({ uploadId: 'upl_photo', status: 'checking' }));
    expect(await run(world)).toEqual({ ...nothing, waiting: 1 });
    arrived(world, 'upl_photo');
    expect(await run(world)).toEqual({ ...nothing, started: 1 });
  });

  it.each(['migrating', 'compensating'] as const)(
    'takes over a %s order whose execution is dead, and alerts',
    async (status) => {
      const world = forgotten(aMigratingOrder({ status }));
      expect(await run(world)).toEqual({ ...nothing, recovered: 1 });
      expect((await stored(world)).order.migration).toMatchObject({
        status: 'compensating',
        runId: 'ord_1-1-undo-1',
        recoveries: 1,
      });
      expect(world.alerts.raised).toMatchObject([
        { kind: 'migration_interrupted', orderId: 'ord_1' },
      ]);
    },
  );

  it('leaves a slow execution at work', async () => {
    const world = forgotten(aMigratingOrder());
    await world.migrations.start({ orderId: 'ord_1', attempt: 1, runId: 'ord_1-1' });
    expect(await run(world)).toEqual({ ...nothing, running: 1 });
  });

  it('sends what was promised and never announced', async () => {
    const announcement = {
      detailType: 'OrderMigrationCompleted' as const,
      detail: { orderId: 'ord_1', attempt: 1, files: [] },
    };
    const world = forgotten(
      aPaidOrder({ status: 'completed' }, { status: 'completed', announcement }),
    );
    expect(await run(world)).toEqual({ ...nothing, announced: 1 });
    expect(world.bus.published).toEqual([announcement]);
  });

  it('does not let one bad order stop the others, and names it', async () => {
    const world = forgotten(aPaidOrder({}, { updatedAt: '2029-12-31T00:00:00.000Z' }));
    world.orders.put(aPaidOrder({}, { orderId: 'ord_2' }), [aFile('photo', { orderId: 'ord_2' })]);
    const orders = faulty(world.orders, (operation, [id]) =>
      operation === 'find' && id === 'ord_1' ? 'before' : undefined,
    );
    const failures: string[] = [];
    expect(await run({ ...world, orders }, failures)).toEqual({
      ...nothing,
      started: 1,
      failed: 1,
    });
    expect(failures).toEqual(['ord_1']);
  });

  it('gives up taking over after three times: refund, page, and copies left to the sweep', async () => {
    const world = forgotten(aMigratingOrder({ status: 'compensating', recoveries: 3 }));
    expect(await run(world)).toEqual({ ...nothing, recovered: 1 });
    expect((await stored(world)).order).toMatchObject({
      status: 'refund_requested',
      migration: { status: 'compensation_failed' },
    });
    expect(world.alerts.raised).toMatchObject([{ kind: 'compensation_failed' }]);
    expect(world.migrations.started).toEqual([]);
  });
});

describe('the sweep of a failed order', () => {
  const key = 'photos/ord_1/upl_photo';
  const put = ({ objects }: World, metadata: Record<string, string>) =>
    objects.put(filesBucket, key, 'late', { metadata }).versionId;

  it('removes copies that came after compensation looked, of whichever attempt', async () => {
    const world = forgotten(aPaidOrder({ status: 'failed', attempt: 2 }, refunded), [
      'photo',
      { attempt: 2, status: 'removed' },
    ]);
    put(world, { 'keepsake-order': 'ord_1', 'keepsake-attempt': '1' });
    world.objects.leaveMultipart(filesBucket, key);
    expect(await run(world)).toEqual({ ...nothing, swept: 1 });
    expect([keptVersions(world), world.objects.multiparts]).toEqual([[], []]);
  });

  it('leaves another order’s, and a stranger’s, object alone', async () => {
    const world = forgotten(aPaidOrder({ status: 'failed' }, refunded));
    const others = [put(world, { 'keepsake-order': 'ord_2' }), put(world, {})];
    await run(world);
    expect(keptVersions(world)).toEqual(others.map((version) => `${key}@${version}`));
  });

  it('ends a failed compensation, and forgets what it owed', async () => {
    const owed = {
      attempt: 1,
      status: 'copied',
      permanentKey: key,
      versionId: 'v9',
      created: true,
    } as const;
    const world = forgotten(aPaidOrder({ status: 'compensation_failed' }, refunded), [
      'photo',
      owed,
    ]);
    await run(world);
    const { order, file } = await stored(world);
    expect([order.migration.status, file('photo')?.status, file('photo')?.permanentKey]).toEqual([
      'failed',
      'removed',
      undefined,
    ]);
  });

  it('finds the keys of uploads whose records are gone in the ledger', async () => {
    const world = forgotten(aPaidOrder({ status: 'compensation_failed' }, refunded), [
      'photo',
      { attempt: 1, permanentKey: key },
    ]);
    put(world, { 'keepsake-order': 'ord_1' });
    world.uploads.remove('upl_photo');
    await run(world);
    expect(keptVersions(world)).toEqual([]);
  });

  it('looks once', async () => {
    const world = forgotten(aPaidOrder({ status: 'failed' }, refunded));
    await run(world);
    world.clock.advance(2 * hour);
    expect(await run(world)).toEqual(nothing);
  });

  it('looks again when it failed', async () => {
    const world = forgotten(aPaidOrder({ status: 'failed' }, refunded));
    expect(await run({ ...world, objects: faulty(world.objects, () => 'before') })).toEqual({
      ...nothing,
      failed: 1,
    });
    expect(await run(world)).toEqual({ ...nothing, swept: 1 });
  });
});
