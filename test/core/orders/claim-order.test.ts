import { describe, expect, it } from '@jest/globals';
import { AttemptSuperseded, NotFound } from '../../../core/errors.ts';
import { beginCompensation } from '../../../core/orders/begin-compensation.ts';
import { claimOrder } from '../../../core/orders/claim-order.ts';
import { aFile, aMigratingOrder, aPaidOrder, aVerifiedFile, run } from '../builders/records.ts';
import { aWorld, errorOf, stored } from '../builders/world.ts';

const withFiles = (
  order: Parameters<ReturnType<typeof aWorld>['orders']['put']>[0],
  count: number,
) => {
  const world = aWorld();
  world.orders.put(
    order,
    Array.from({ length: count }, (_, index) => aFile(`file-${String(index).padStart(2, '0')}`)),
  );
  return world;
};

describe('claim order', () => {
  it('puts the order into the hands of the run', async () => {
    const world = withFiles(aPaidOrder(), 1);
    await claimOrder(world, run);
    expect((await stored(world)).order.migration).toMatchObject({
      status: 'migrating',
      runId: run.runId,
    });
  });

  it.each([
    [1, [1]],
    [25, [25]],
    [26, [25, 1]],
    [99, [25, 25, 25, 24]],
  ])('splits %i files into chunks of %j', async (count, sizes) => {
    const { chunks } = await claimOrder(withFiles(aPaidOrder(), count), run);
    expect(chunks.map(({ roles }) => roles.length)).toEqual(sizes);
    expect(new Set(chunks.flatMap(({ roles }) => roles)).size).toBe(count);
  });

  it('gives every chunk its run', async () => {
    const { chunks } = await claimOrder(withFiles(aPaidOrder(), 1), run);
    expect(chunks).toEqual([{ ...run, roles: ['file-00'] }]);
  });

  it('answers the same, and writes nothing, when it is asked twice', async () => {
    const world = withFiles(aPaidOrder(), 3);
    const first = await claimOrder(world, run);
    const { revision } = (await stored(world)).order;
    expect(await claimOrder(world, run)).toEqual(first);
    expect((await stored(world)).order.revision).toBe(revision);
  });

  it('lets one of two runs have the order', async () => {
    const world = withFiles(aPaidOrder(), 1);
    const rivals = [run, { ...run, runId: 'another' }].map((rival) => claimOrder(world, rival));
    expect((await Promise.allSettled(rivals)).map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
  });

  it('refuses an order in other hands', async () => {
    expect(
      await errorOf(claimOrder(withFiles(aMigratingOrder({ runId: 'other' }), 1), run)),
    ).toBeInstanceOf(AttemptSuperseded);
  });

  it('refuses an order that does not exist', async () => {
    expect(await errorOf(claimOrder(aWorld(), run))).toBeInstanceOf(NotFound);
  });
});

describe('begin compensation', () => {
  it('closes the order to its commit, and lists what this attempt may have left', async () => {
    const world = aWorld();
    world.orders.put(aMigratingOrder(), [
      aVerifiedFile('copied'),
      aVerifiedFile('intended', {
        status: 'copying',
        versionId: undefined,
        created: undefined,
      } as object),
      aVerifiedFile('found', { created: false }),
      aVerifiedFile('earlier', { attempt: 0 }),
      aFile('untouched'),
    ]);
    expect(await beginCompensation(world, run)).toMatchObject({
      decision: 'compensate',
      chunks: [{ ...run, roles: ['copied', 'intended'] }],
    });
    expect((await stored(world)).order.migration.status).toBe('compensating');
  });

  it('lists it in chunks', async () => {
    const world = aWorld();
    world.orders.put(
      aMigratingOrder(),
      Array.from({ length: 30 }, (_, index) => aVerifiedFile(`file-${index}`)),
    );
    expect((await beginCompensation(world, run)).chunks.map(({ roles }) => roles.length)).toEqual([
      25, 5,
    ]);
  });

  it.each([
    ['committed', aMigratingOrder({ status: 'completed' })],
    ['superseded', aMigratingOrder({ runId: 'ord_1-1-undo-1' })],
  ])('lists nothing and writes nothing of an order that is %s', async (decision, order) => {
    const world = aWorld();
    world.orders.put(order, [aVerifiedFile('photo')]);
    expect(await beginCompensation(world, run)).toMatchObject({ decision, chunks: [] });
    expect((await stored(world)).order).toEqual(order);
  });
});
