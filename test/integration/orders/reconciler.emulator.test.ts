import { beforeAll, describe, expect, it } from '@jest/globals';
import { freshId } from '../../contracts/shared/samples.ts';
import { invoke } from '../shared/deployed.ts';
import { type Listener, listen } from '../shared/listener.ts';
import {
  givenUp,
  heldBy,
  justNow,
  leaveCopy,
  longAgo,
  plantedOrder,
  records,
  unremovedOrder,
} from '../shared/planted.ts';
import { leaveBytes } from '../shared/storage.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import { executionsOf, orderIn } from './paid-order.ts';

let visitor: Visitor;
let listener: Listener;
beforeAll(async () => {
  [visitor, listener] = await Promise.all([aVisitor(), listen()]);
});

/** One hourly run. Its counts are not asserted, because other suites leave work for it, too. */
const reconcile = (): Promise<unknown> => invoke('upkeep', { task: 'reconcile' });

describe('the hourly reconciler', () => {
  it('starts an order that was paid and never started', async () => {
    const { order } = await plantedOrder(visitor);
    await reconcile();
    expect((await orderIn(visitor, 'completed', order)).migration.attempt).toBe(1);
  });

  it('hands an order whose execution is gone to a compensating run; the next attempt completes', async () => {
    const { order } = await plantedOrder(visitor, { migration: heldBy(freshId('run')) });
    await reconcile();
    expect((await orderIn(visitor, 'completed', order)).migration.attempt).toBe(2);
    expect(await executionsOf(order)).toContain(`${order.orderId}-1-undo-1`);
    await listener.alert('migration_interrupted', order.orderId);
  });

  it('leaves alone what was touched within the hour', async () => {
    const { order } = await plantedOrder(visitor, { updatedAt: justNow() });
    await reconcile();
    expect((await records.find(order.orderId))?.order).toEqual(order);
    expect(await executionsOf(order)).toEqual([]);
  });

  it('sends an announcement that was not sent, and strikes it off', async () => {
    const orderId = freshId('ord');
    const announcement = {
      detailType: 'OrderMigrationCompleted' as const,
      detail: { orderId, attempt: 1, files: [] },
    };
    const migration = { ...heldBy('gone'), status: 'completed' as const, completedAt: longAgo };
    await plantedOrder(visitor, { orderId, status: 'completed', migration, announcement });
    await reconcile();
    expect((await listener.event('completed', orderId)).detail).toEqual(announcement.detail);
    expect((await records.find(orderId))?.order.announcement).toBeUndefined();
  });

  it('removes copies of a failed order that came late, and nothing that is not its own', async () => {
    const late = await plantedOrder(visitor, givenUp('failed'));
    const { order, permanent, kept } = late;
    const stranger = await leaveBytes(permanent);
    await leaveCopy(late);
    await reconcile();
    expect(await kept()).toEqual([stranger]);
    expect((await records.find(order.orderId))?.order.sweptAt).toEqual(expect.any(String));
  });

  it('removes what compensation could not, and closes the case', async () => {
    const { order, kept } = await unremovedOrder(visitor);
    await reconcile();
    expect(await kept()).toEqual([]);
    expect((await visitor.get(`/orders/${order.orderId}`)).body.migration.status).toBe('failed');
  });

  it('keeps what a completed order refers to', async () => {
    const { order, kept } = await plantedOrder(visitor);
    await reconcile();
    const { files } = await orderIn(visitor, 'completed', order);
    await reconcile();
    expect(await kept()).toEqual([files[0]?.versionId]);
  });
});
