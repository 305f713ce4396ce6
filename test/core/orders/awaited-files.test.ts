import { describe, expect, it } from '@jest/globals';
import { orderTimeline } from '../../../core/orders/order-timeline.ts';
import { aFile, anOrder, anUpload, aPaidOrder, arrived, run } from '../builders/records.ts';
import { admin, alice, aWorld, type World } from '../builders/world.ts';

/** A paid order over files of which one is being checked and one is still on its way. */
const waiting = (): World => {
  const world = aWorld();
  arrived(world, 'upl_photo');
  world.uploads.put(anUpload({ uploadId: 'upl_audio', status: 'checking' }));
  world.uploads.put(anUpload({ uploadId: 'upl_extra', status: 'pending' }));
  const files = ['photo', 'audio', 'extra'].map((role) => aFile(role));
  world.orders.put(aPaidOrder(), files);
  return world;
};

const awaited = { who: 'keepsake', what: 'await_files', roles: ['audio', 'extra'] };
const tasks = async (world: World, caller = admin) =>
  (await orderTimeline(world, caller, 'ord_1')).outstanding;

describe('a paid order whose files are not all there', () => {
  it('says which of them it waits for, to operators and to its owner', async () => {
    const world = waiting();
    expect(await tasks(world)).toEqual([awaited, { who: 'keepsake', what: 'migrate' }]);
    expect(await tasks(world, alice)).toEqual([awaited, { who: 'keepsake', what: 'migrate' }]);
  });

  it('waits for none once they are', async () => {
    const world = waiting();
    for (const role of ['audio', 'extra']) arrived(world, `upl_${role}`);
    expect(await tasks(world)).toEqual([{ who: 'keepsake', what: 'migrate' }]);
  });

  it.each([
    ['unpaid', anOrder()],
    ['being migrated', aPaidOrder({ status: 'migrating', runId: run.runId })],
  ])('is not asked about its files while it is %s', async (_, order) => {
    const world = waiting();
    world.orders.put(order, [aFile('audio')]);
    const uploads = { findMany: () => Promise.reject(new Error('asked')) };
    const { outstanding } = await orderTimeline({ ...world, uploads }, admin, 'ord_1');
    expect(outstanding.map(({ what }) => what)).not.toContain('await_files');
  });
});
