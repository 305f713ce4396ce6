import { describe, expect, it } from '@jest/globals';
import { aMigration, planned, recordsOf, registering, run } from '../builders/migration.ts';

const register = { contentTypes: ['image/jpeg'], maxSizeBytes: 1000, category: 'photo' };

/** Owner and partner of every upload, by path. */
const owners = async (world: ReturnType<typeof aMigration>) =>
  Object.fromEntries(
    await Promise.all(
      (await recordsOf(world)).map(async ({ path, uploadId }) => {
        const upload = await world.uploads.find(uploadId ?? '');
        return [path, [upload?.ownerId, upload?.partnerId]];
      }),
    ),
  );

describe('whose a migrated file becomes', () => {
  it('is what its source says of the file, else what the batch says of every file', async () => {
    const world = aMigration({ 'a.jpg': 'A', 'b.jpg': 'B', 'c.jpg': 'C' });
    world.source.own('a.jpg', { ownerId: 'usr_1', partnerId: 'shop' });
    world.source.own('b.jpg', { ownerId: 'usr_2' });
    await planned(
      world,
      registering({ register: { ...register, ownerId: 'legacy', partnerId: 'old-site' } }),
    );
    await run(world);
    expect(await owners(world)).toEqual({
      'a.jpg': ['usr_1', 'shop'],
      'b.jpg': ['usr_2', 'old-site'],
      'c.jpg': ['legacy', 'old-site'],
    });
  });

  it('is on record with the file: an atomic batch registers from the journal', async () => {
    const world = aMigration({ 'a.jpg': 'A' });
    world.source.own('a.jpg', { ownerId: 'usr_1' });
    await planned(world, registering({ atomic: true }));
    await run(world);
    expect(await owners(world)).toEqual({ 'a.jpg': ['usr_1', undefined] });
  });
});
