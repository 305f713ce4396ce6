import { describe, expect, it } from '@jest/globals';
import {
  AttemptSuperseded,
  FilesNotVerified,
  SourceMissing,
  TransientFault,
} from '../../../core/errors.ts';
import { beginCompensation } from '../../../core/orders/begin-compensation.ts';
import { commitOrder } from '../../../core/orders/commit-order.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aFile, aMigratingOrder, arrived, aVerifiedFile, run } from '../builders/records.ts';
import { aWorld, errorOf, filesBucket, stored, type World } from '../builders/world.ts';

const verified = (): World => {
  const world = aWorld();
  arrived(world, 'upl_photo');
  arrived(world, 'upl_extra');
  world.orders.put(aMigratingOrder(), [
    aVerifiedFile('photo'),
    aFile('extra', { status: 'skipped', attempt: 1, required: false }),
  ]);
  return world;
};

describe('commit order', () => {
  it('completes the order with its announcement on record', async () => {
    const world = verified();
    expect(await commitOrder(world, run)).toMatchObject({ orderId: 'ord_1', files: 1 });
    expect((await stored(world)).order).toMatchObject({
      status: 'completed',
      announcement: { detailType: 'OrderMigrationCompleted' },
    });
  });

  it('points the uploads at their permanent versions, and leaves skipped ones alone', async () => {
    const world = verified();
    await commitOrder(world, run);
    expect(await world.uploads.find('upl_photo')).toMatchObject({
      status: 'permanent',
      bucket: filesBucket,
      key: 'photos/ord_1/upl_photo',
      versionId: 'version-of-photo',
    });
    expect(await world.uploads.find('upl_extra')).toMatchObject({ status: 'uploaded' });
  });

  it('points no upload at a copy that was not proven', async () => {
    const world = verified();
    world.orders.put(aMigratingOrder(), [
      aVerifiedFile('photo'),
      aVerifiedFile('extra', { status: 'skipped', required: false }),
    ]);
    expect(await commitOrder(world, run)).toMatchObject({ orderId: 'ord_1', files: 1 });
    expect(await world.uploads.find('upl_extra')).toMatchObject({ status: 'uploaded' });
  });

  it('completes an order of optional files alone, though none came, and names each as left out', async () => {
    const world = aWorld();
    world.orders.put(aMigratingOrder(), [
      aFile('photo', { status: 'skipped', attempt: 1, required: false }),
    ]);
    expect(await commitOrder(world, run)).toMatchObject({ files: 0 });
    expect((await stored(world)).order).toMatchObject({
      status: 'completed',
      announcement: { detail: { files: [{ role: 'photo', status: 'skipped' }] } },
    });
  });

  it('changes nothing the second time', async () => {
    const world = verified();
    const first = await commitOrder(world, run);
    const { order } = await stored(world);
    expect(await commitOrder(world, run)).toEqual(first);
    expect((await stored(world)).order).toEqual(order);
  });

  it('fault 10: commits on the retry when the answer was lost', async () => {
    const world = verified();
    const orders = faulty(world.orders, (operation) =>
      operation === 'commit' ? 'after' : undefined,
    );
    expect(await errorOf(commitOrder({ ...world, orders }, run))).toBeInstanceOf(TransientFault);
    expect(await commitOrder(world, run)).toMatchObject({ orderId: 'ord_1', files: 1 });
  });

  it('asks for a retry when somebody touched the order in between', async () => {
    const world = verified();
    const orders = faulty(world.orders, () => undefined);
    const touched = new Proxy(orders, {
      get: (target, name) =>
        name === 'find'
          ? async (orderId: string) => {
              const found = await world.orders.find(orderId);
              if (found) await world.orders.save(found.order);
              return found;
            }
          : Reflect.get(target, name),
    });
    expect(await errorOf(commitOrder({ ...world, orders: touched }, run))).toBeInstanceOf(
      TransientFault,
    );
    expect((await stored(world)).order.status).toBe('paid');
  });

  it('commits nothing while one file lacks proof', async () => {
    const world = verified();
    world.orders.put(aMigratingOrder(), [
      aVerifiedFile('photo'),
      aVerifiedFile('extra', { status: 'copied' }),
    ]);
    expect(await errorOf(commitOrder(world, run))).toBeInstanceOf(FilesNotVerified);
    expect(await world.uploads.find('upl_photo')).toMatchObject({ status: 'uploaded' });
  });

  it('commits nothing when an upload’s record is gone', async () => {
    const world = verified();
    world.uploads.remove('upl_photo');
    expect(await errorOf(commitOrder(world, run))).toBeInstanceOf(SourceMissing);
    expect((await stored(world)).order.status).toBe('paid');
  });

  it('excludes compensation, and compensation excludes it', async () => {
    const [first, second] = [verified(), verified()];
    await commitOrder(first, run);
    expect((await beginCompensation(first, run)).decision).toBe('committed');
    await beginCompensation(second, run);
    expect(await errorOf(commitOrder(second, run))).toBeInstanceOf(AttemptSuperseded);
  });

  it('lets one win when both come at once', async () => {
    const world = verified();
    const [commit, undo] = await Promise.allSettled([
      commitOrder(world, run),
      beginCompensation(world, run),
    ]);
    const isUndone = undo.status === 'fulfilled' && undo.value.decision === 'compensate';
    expect(isUndone).toBe(commit.status === 'rejected');
    expect((await stored(world)).order.migration.status).toBe(
      isUndone ? 'compensating' : 'completed',
    );
  });

  it('is refused to a run that lost the order', async () => {
    expect(
      await errorOf(commitOrder(verified(), { ...run, runId: 'ord_1-1-undo-1' })),
    ).toBeInstanceOf(AttemptSuperseded);
  });
});
