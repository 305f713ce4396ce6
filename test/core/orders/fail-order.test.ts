import { describe, expect, it } from '@jest/globals';
import { failOrder } from '../../../core/orders/fail-order.ts';
import { publishOrderEvent } from '../../../core/orders/publish-order-event.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aFile, aMigratingOrder, aPaidOrder, run } from '../builders/records.ts';
import { aWorld, errorOf, stored, type World } from '../builders/world.ts';

const compensated = (code: 'source_missing' | 'unavailable'): World => {
  const world = aWorld();
  const failure = { code, message: `because of ${code}.`, role: 'photo' };
  world.orders.put(aMigratingOrder({ status: 'compensating' }), [
    aFile('photo', { status: 'failed', attempt: 1, failure }),
  ]);
  return world;
};

describe('fail order', () => {
  it('answers the decision and the alert the workflow sends', async () => {
    const world = compensated('source_missing');
    expect(await failOrder(world, run)).toEqual({
      decision: 'refund',
      alert: {
        kind: 'migration_failed',
        orderId: 'ord_1',
        message: 'photo: because of source_missing. Refund requested.',
      },
    });
    expect((await stored(world)).order.status).toBe('refund_requested');
  });

  it('decides the same again when its answer was lost, and asks for one refund', async () => {
    const world = compensated('source_missing');
    const orders = faulty(world.orders, (operation) =>
      operation === 'save' ? 'after' : undefined,
    );
    await errorOf(failOrder({ ...world, orders }, run));
    const { order } = await stored(world);
    expect((await failOrder(world, run)).decision).toBe('refund');
    expect((await stored(world)).order).toEqual(order);
  });

  it('opens one attempt, however often it is asked', async () => {
    const world = compensated('unavailable');
    expect([
      (await failOrder(world, run)).decision,
      (await failOrder(world, run)).decision,
    ]).toEqual(['retry', 'retry']);
    expect((await stored(world)).order.migration).toMatchObject({ status: 'pending', attempt: 2 });
  });

  it('makes as many attempts as the stage allows', async () => {
    expect((await failOrder({ ...compensated('unavailable'), maxAttempts: 1 }, run)).decision).toBe(
      'refund',
    );
  });
});

describe('announce', () => {
  const promised = () => {
    const world = aWorld();
    const announcement = {
      detailType: 'OrderMigrationCompleted' as const,
      detail: { orderId: 'ord_1', attempt: 1, files: [] },
    };
    world.orders.put(aPaidOrder({ status: 'completed' }, { status: 'completed', announcement }));
    return { world, announcement };
  };

  it('publishes what the record promises, and strikes it off', async () => {
    const { world, announcement } = promised();
    expect(await publishOrderEvent(world, 'ord_1')).toEqual({
      announced: 'OrderMigrationCompleted',
    });
    expect(world.bus.published).toEqual([announcement]);
    expect((await stored(world)).order.announcement).toBeUndefined();
  });

  it('says nothing the second time', async () => {
    const { world } = promised();
    await publishOrderEvent(world, 'ord_1');
    expect(await publishOrderEvent(world, 'ord_1')).toEqual({ announced: null });
    expect(world.bus.published).toHaveLength(1);
  });

  it('keeps the promise when the bus refused', async () => {
    const { world, announcement } = promised();
    await errorOf(publishOrderEvent({ ...world, bus: faulty(world.bus, () => 'before') }, 'ord_1'));
    expect((await stored(world)).order.announcement).toEqual(announcement);
  });

  it('says the same twice when it died before striking it off', async () => {
    const { world, announcement } = promised();
    const orders = faulty(world.orders, (operation) =>
      operation === 'save' ? 'before' : undefined,
    );
    await errorOf(publishOrderEvent({ ...world, orders }, 'ord_1'));
    await publishOrderEvent(world, 'ord_1');
    expect(world.bus.published).toEqual([announcement, announcement]);
  });

  it('does not strike off what was promised meanwhile', async () => {
    const { world } = promised();
    const later = {
      detailType: 'OrderMigrationFailed' as const,
      detail: { orderId: 'ord_1', attempt: 2, files: [] },
    };
    const publish = async () => {
      const { order } = await stored(world);
      await world.orders.save({ ...order, announcement: later });
    };
    await publishOrderEvent({ ...world, bus: { publish } }, 'ord_1');
    expect((await stored(world)).order.announcement).toEqual(later);
  });
});
