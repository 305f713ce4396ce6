import { describe, expect, it } from '@jest/globals';
import { compensateOrder } from '../../../core/orders/compensate-order.ts';
import type { Order } from '../../../core/orders/model/order.ts';
import { unseenMinutes } from '../../../core/orders/recover-migration.ts';
import { retryOrder } from '../../../core/orders/retry-order.ts';
import { sweepFailedOrder } from '../../../core/orders/sweep-failed-order.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import {
  aFile,
  aMigratingOrder,
  anUpload,
  aPaidOrder,
  arrived,
  aVerifiedFile,
} from '../builders/records.ts';
import {
  aWorld,
  errorOf,
  filesBucket,
  keptVersions,
  stored,
  type World,
} from '../builders/world.ts';

const stopped = { refundStopped: true };
const key = 'photos/ord_1/upl_photo';

const holding = (order: Order, ...files: ReturnType<typeof aFile>[]): World => {
  const world = aWorld();
  arrived(world, 'upl_photo');
  world.orders.put(order, files.length > 0 ? files : [aFile('photo')]);
  return world;
};

const aFailedOrder = (status: 'failed' | 'compensation_failed' = 'failed'): Order =>
  aPaidOrder(
    { status, runId: 'ord_1-1', completedAt: '2030-01-01T00:00:00.000Z' },
    {
      status: 'refund_requested',
      refund: {
        idempotencyKey: 'refund-ord_1-pay_1',
        reason: 'interrupted',
        requestedAt: '2030-01-01T00:00:00.000Z',
      },
    },
  );

const put = ({ objects }: World, attempt = 1): string =>
  objects.put(filesBucket, key, 'late', {
    metadata: { 'keepsake-order': 'ord_1', 'keepsake-attempt': String(attempt) },
  }).versionId;

describe('retry order', () => {
  it('starts another attempt of a failed order', async () => {
    const world = holding(aFailedOrder());
    expect((await retryOrder(world, 'ord_1', stopped)).order).toMatchObject({
      status: 'paid',
      migration: { attempt: 2 },
    });
    expect(world.migrations.started).toEqual([{ orderId: 'ord_1', attempt: 2, runId: 'ord_1-2' }]);
  });

  it('asked twice, starts it once', async () => {
    const world = holding(aFailedOrder());
    await Promise.all([retryOrder(world, 'ord_1', stopped), retryOrder(world, 'ord_1', stopped)]);
    expect(world.migrations.started).toHaveLength(1);
  });

  it('starts nothing without the word that the refund is stopped', async () => {
    const world = holding(aFailedOrder());
    expect(await errorOf(retryOrder(world, 'ord_1', {}))).toMatchObject({ name: 'OrderRefused' });
    expect([world.migrations.started, (await stored(world)).order]).toEqual([[], aFailedOrder()]);
  });

  it.each([{ refundStopped: 'yes' }, { refundStoped: true }])('refuses %j', async (body) => {
    expect(await errorOf(retryOrder(holding(aFailedOrder()), 'ord_1', body))).toMatchObject({
      name: 'InvalidInput',
    });
  });

  it('starts a paid order that waits, once its upload is there', async () => {
    const world = holding(aPaidOrder());
    world.uploads.put(anUpload({ uploadId: 'upl_photo' }));
    expect(await errorOf(retryOrder(world, 'ord_1', {}))).toMatchObject({
      name: 'PaymentTooEarly',
    });
    arrived(world, 'upl_photo');
    await retryOrder(world, 'ord_1', {});
    expect(world.migrations.started).toMatchObject([{ runId: 'ord_1-1' }]);
  });

  it('leaves an attempt that could not be started to the reconciler', async () => {
    const world = holding(aFailedOrder());
    const migrations = faulty(world.migrations, () => 'before');
    expect(await errorOf(retryOrder({ ...world, migrations }, 'ord_1', stopped))).toMatchObject({
      name: 'TransientFault',
    });
    expect((await stored(world)).order).toMatchObject({
      status: 'paid',
      migration: { status: 'pending', attempt: 2 },
    });
  });
});

describe('compensate order', () => {
  it('removes what compensation could not, and closes the case', async () => {
    const world = holding(
      aFailedOrder('compensation_failed'),
      aVerifiedFile('photo', { versionId: 'v9', status: 'copied' }),
    );
    put(world);
    const { order, files } = await compensateOrder(world, 'ord_1');
    expect([order.migration.status, files[0]?.status, keptVersions(world)]).toEqual([
      'failed',
      'removed',
      [],
    ]);
  });

  it('leaves the refund as it is, and asks for none', async () => {
    const world = holding(aFailedOrder('compensation_failed'));
    const { order } = await compensateOrder(world, 'ord_1');
    expect([order.refund, order.announcement, world.bus.published]).toEqual([
      aFailedOrder().refund,
      undefined,
      [],
    ]);
  });

  it('again removes copies that came late', async () => {
    const world = holding(aFailedOrder());
    await compensateOrder(world, 'ord_1');
    put(world);
    await compensateOrder(world, 'ord_1');
    expect(keptVersions(world)).toEqual([]);
  });

  it('can be run again when it failed', async () => {
    const world = holding(aFailedOrder('compensation_failed'));
    put(world);
    await errorOf(
      compensateOrder({ ...world, objects: faulty(world.objects, () => 'before') }, 'ord_1'),
    );
    expect((await stored(world)).order.migration.status).toBe('compensation_failed');
    await compensateOrder(world, 'ord_1');
    expect(keptVersions(world)).toEqual([]);
  });

  it('hands an order whose execution died to a compensating run', async () => {
    const world = holding(aMigratingOrder());
    world.clock.advance(unseenMinutes * 60_000);
    await compensateOrder(world, 'ord_1');
    expect(world.migrations.started).toMatchObject([{ runId: 'ord_1-1-undo-1' }]);
  });

  it('says when to try again while an execution that nobody sees may just have begun', async () => {
    const world = holding(aMigratingOrder());
    world.clock.advance(unseenMinutes * 60_000 - 1);
    expect(await errorOf(compensateOrder(world, 'ord_1'))).toMatchObject({
      name: 'OrderRefused',
      message: expect.stringContaining('try again in 5 minutes'),
    });
    expect([world.migrations.started, world.alerts.raised]).toEqual([[], []]);
  });

  it('leaves an execution at work', async () => {
    const world = holding(aMigratingOrder());
    world.clock.advance(unseenMinutes * 60_000);
    await world.migrations.start({ orderId: 'ord_1', attempt: 1, runId: 'ord_1-1' });
    expect(await errorOf(compensateOrder(world, 'ord_1'))).toMatchObject({ name: 'OrderRefused' });
  });
});

describe('a retry and a sweep of the same order', () => {
  it('a sweep that read the order before the retry removes nothing of the new attempt', async () => {
    const world = holding(aFailedOrder());
    const before = await stored(world);
    await retryOrder(world, 'ord_1', stopped);
    const made = put(world, 2);
    expect(await sweepFailedOrder(world, before)).toBe('running');
    expect(keptVersions(world)).toEqual([`${key}@${made}`]);
  });

  it('a retry waits while a sweep is at work', async () => {
    const world = holding(aFailedOrder());
    const refusals: unknown[] = [];
    const objects = {
      ...world.objects,
      abortMultiparts: async () => {
        refusals.push(await errorOf(retryOrder(world, 'ord_1', stopped)));
      },
      versions: world.objects.versions.bind(world.objects),
      head: world.objects.head.bind(world.objects),
      removeVersion: world.objects.removeVersion.bind(world.objects),
    };
    await sweepFailedOrder({ ...world, objects }, await stored(world));
    expect(refusals).toMatchObject([{ name: 'OrderRefused' }]);
    await retryOrder(world, 'ord_1', stopped);
    expect((await stored(world)).order.migration.attempt).toBe(2);
  });
});
