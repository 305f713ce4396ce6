import { describe, expect, it } from '@jest/globals';
import type { Order } from '../../../core/orders/model/order.ts';
import { deathCauses } from '../../../core/orders/model/order-failure.ts';
import { recoverMigration } from '../../../core/orders/recover-migration.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aMigratingOrder, aPaidOrder, run } from '../builders/records.ts';
import { aWorld, errorOf, stored } from '../builders/world.ts';

const dead = { orderId: 'ord_1', runId: run.runId, cause: deathCauses.TIMED_OUT };
const withOrder = (order: Order) => {
  const world = aWorld();
  world.orders.put(order);
  return world;
};
const refunded = aMigratingOrder({ status: 'failed' });

describe('recover migration', () => {
  it('fault 13: starts a compensating run for the order of a dead execution, and alerts', async () => {
    const world = withOrder(aMigratingOrder());
    expect(await recoverMigration(world, dead)).toBe(true);
    expect(world.migrations.started).toEqual([{ ...run, runId: 'ord_1-1-undo-1' }]);
    expect(world.alerts.raised).toMatchObject([
      { kind: 'migration_interrupted', message: expect.stringContaining('ran out of time') },
    ]);
  });

  it('starts one, however often the death is reported', async () => {
    const world = withOrder(aMigratingOrder());
    await recoverMigration(world, dead);
    expect(await recoverMigration(world, dead)).toBe(false);
    expect([world.migrations.started.length, world.alerts.raised.length]).toEqual([1, 1]);
  });

  it.each([
    ['completed', aPaidOrder({ status: 'completed', runId: run.runId }, { status: 'completed' })],
    ['waiting for another attempt', aPaidOrder({ attempt: 2 })],
    ['in other hands', aMigratingOrder({ runId: 'ord_1-1-undo-1' })],
  ])('does nothing when the order is %s', async (_what, order) => {
    const world = withOrder(order);
    expect(await recoverMigration(world, dead)).toBe(false);
    expect([world.migrations.started, world.alerts.raised]).toEqual([[], []]);
    expect((await stored(world)).order).toEqual(order);
  });

  it('does nothing for a workflow that failed in its own Fail state, after its alert', async () => {
    const world = withOrder({ ...refunded, status: 'refund_requested' });
    expect(
      await recoverMigration(world, { ...dead, cause: deathCauses.FAILED, hasAlerted: true }),
    ).toBe(false);
    expect(world.alerts.raised).toEqual([]);
  });

  it.each([
    ['timed out', dead],
    ['failed elsewhere', { ...dead, cause: deathCauses.FAILED }],
  ])('raises the alert of a workflow that %s between refund and alert', async (_how, death) => {
    const world = withOrder({ ...refunded, status: 'refund_requested' });
    expect(await recoverMigration(world, death)).toBe(false);
    expect(world.alerts.raised).toMatchObject([
      { kind: 'migration_interrupted', message: expect.stringContaining('Refund requested') },
    ]);
  });

  it('leaves the order to the reconciler when the new run could not be started', async () => {
    const world = withOrder(aMigratingOrder());
    await errorOf(
      recoverMigration({ ...world, migrations: faulty(world.migrations, () => 'before') }, dead),
    );
    expect((await stored(world)).order.migration).toMatchObject({
      status: 'compensating',
      runId: 'ord_1-1-undo-1',
    });
  });
});
