import { describe, expect, it } from '@jest/globals';
import { cleanUp } from '../../../core/retention/clean-up.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aFile, anUpload, aPaidOrder, arrived } from '../builders/records.ts';
import { aWorld, type World } from '../builders/world.ts';

const hour = 3_600_000;
const quiet = (): void => {};
const operator = { ownerId: 'usr_operator', admin: true, worker: true };

const clean = (world: World, olderThanHours: number, dryRun = false) =>
  cleanUp(world, operator, { olderThanHours, dryRun }, quiet);

const stored = ({ objects }: World): string[] =>
  objects.all.map(({ key }) => key.split('/').at(-1) ?? '');

describe('clean up', () => {
  const old = (): World => {
    const world = aWorld();
    arrived(world, 'upl_old');
    world.clock.advance(5 * hour);
    const createdAt = world.clock.now().toISOString();
    arrived(world, 'upl_new', { createdAt });
    world.clock.advance(hour);
    return world;
  };

  it('takes what was announced longer ago, whatever it was promised', async () => {
    const world = old();
    expect(await clean(world, 3)).toEqual({
      olderThanHours: 3,
      dryRun: false,
      files: 1,
      bytes: 'bytes of upl_old'.length,
      kept: 0,
      failed: 0,
      more: false,
      uploadIds: ['upl_old'],
    });
    expect(stored(world)).toEqual(['upl_new']);
  });

  it('says on a dry run what it would take, and touches nothing', async () => {
    const world = old();
    expect(await clean(world, 3, true)).toMatchObject({
      dryRun: true,
      files: 1,
      uploadIds: ['upl_old'],
    });
    expect(stored(world)).toHaveLength(2);
    expect((await world.uploads.find('upl_old'))?.revision).toBe(0);
    expect((await clean(world, 3)).files).toBe(1);
  });

  it('spares what belongs to a paid order, on a dry run too', async () => {
    const world = old();
    world.uploads.put({
      ...anUpload({ uploadId: 'upl_old' }),
      status: 'uploaded',
      orderIds: ['ord_1'],
    });
    world.orders.put(aPaidOrder(), [aFile('photo', { uploadId: 'upl_old' })]);
    expect(await clean(world, 3, true)).toMatchObject({ files: 0, kept: 1 });
    expect(await clean(world, 3)).toMatchObject({ files: 0, kept: 1 });
  });

  it('takes a thousand at a time and says that there are more', async () => {
    const world = aWorld();
    for (let index = 0; index < 1_050; index++)
      world.uploads.put(anUpload({ uploadId: `upl_${index}` }));
    world.clock.advance(2 * hour);
    expect(await clean(world, 1)).toMatchObject({ files: 1_000, more: true });
    expect(await clean(world, 1)).toMatchObject({ files: 50, more: false });
  });

  it('stops when its time is up', async () => {
    const world = aWorld();
    for (let index = 0; index < 100; index++)
      world.uploads.put(anUpload({ uploadId: `upl_${index}` }));
    world.clock.advance(2 * hour);
    const objects = faulty(world.objects, () => {
      world.clock.advance(1_000);
      return undefined;
    });
    expect(await clean({ ...world, objects } as World, 1)).toMatchObject({ files: 20, more: true });
  });

  it.each([
    {},
    { olderThanHours: 0, dryRun: true },
    { olderThanHours: 1.5, dryRun: true },
    { olderThanHours: 5 },
    { olderThanHours: '5', dryRun: false },
  ])('refuses %j', async (input) => {
    await expect(cleanUp(aWorld(), operator, input, quiet)).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});
