import { describe, expect, it } from '@jest/globals';
import { NotFound } from '../../../core/errors.ts';
import { deleteUpload } from '../../../core/retention/delete-upload.ts';
import { anUpload, arrived } from '../builders/records.ts';
import { alice, aWorld, errorOf, mallory, type World } from '../builders/world.ts';

const placesIn = ({ objects }: Pick<World, 'objects'>): string[] =>
  objects.all.map(({ bucket, key }) => `${bucket}/${key}`);

describe('delete upload', () => {
  it('gives up what has not arrived', async () => {
    const world = aWorld();
    world.uploads.put(anUpload());
    await deleteUpload(world, alice, 'upl_1');
    await deleteUpload(world, alice, 'upl_1');
    expect((await world.uploads.find('upl_1'))?.status).toBe('aborted');
    expect(world.erasures.all).toEqual([]);
  });

  it.each(['uploaded', 'quarantined', 'checking', 'expired'] as const)(
    'erases what is %s',
    async (status) => {
      const world = aWorld();
      world.uploads.put({ ...arrived(world, 'upl_1'), status });
      await deleteUpload(world, alice, 'upl_1');
      expect([placesIn(world), world.erasures.all.length]).toEqual([[], 1]);
    },
  );

  it('is no error the second time', async () => {
    const world = aWorld();
    arrived(world, 'upl_1');
    await deleteUpload(world, alice, 'upl_1');
    await deleteUpload(world, alice, 'upl_1');
    expect(world.erasures.all).toHaveLength(1);
  });

  it('knows nothing of somebody else’s, erased or not', async () => {
    const world = aWorld();
    arrived(world, 'upl_1');
    expect(await errorOf(deleteUpload(world, mallory, 'upl_1'))).toBeInstanceOf(NotFound);
    await deleteUpload(world, alice, 'upl_1');
    expect(await errorOf(deleteUpload(world, mallory, 'upl_1'))).toBeInstanceOf(NotFound);
  });

  it('an operator may erase anybody’s, and the ledger says who did', async () => {
    const world = aWorld();
    arrived(world, 'upl_1');
    await deleteUpload(world, { ...mallory, admin: true }, 'upl_1');
    expect(world.erasures.all).toMatchObject([{ ownerId: 'usr_alice', erasedBy: 'usr_mallory' }]);
  });
});
