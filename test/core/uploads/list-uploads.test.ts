import { describe, expect, it } from '@jest/globals';
import { InvalidInput, NotAllowed } from '../../../core/errors.ts';
import { listUploads } from '../../../core/uploads/list-uploads.ts';
import { anUpload } from '../builders/records.ts';
import { alice, aWorld, errorOf, mallory } from '../builders/world.ts';

const admin = { ownerId: 'usr_admin', admin: true, worker: true };

const day = (number: number): string => `2030-01-${String(number).padStart(2, '0')}T00:00:00.000Z`;

const registry = () => {
  const world = aWorld();
  for (let number = 1; number <= 5; number += 1)
    world.uploads.put(anUpload({ uploadId: `upl_${number}`, createdAt: day(number) }));
  world.uploads.put(
    anUpload({
      uploadId: 'upl_6',
      createdAt: day(6),
      ownerId: mallory.ownerId,
      partnerId: 'p',
      status: 'uploaded',
    }),
  );
  return world;
};

const ids = async (caller: typeof alice, input: object) =>
  (await listUploads(registry(), caller, input)).uploads.map(({ uploadId }) => uploadId);

describe('list uploads', () => {
  it('shows owners their own, newest first', async () => {
    expect(await ids(alice, {})).toEqual(['upl_5', 'upl_4', 'upl_3', 'upl_2', 'upl_1']);
    expect(await ids(mallory, {})).toEqual(['upl_6']);
  });

  it('shows owners their own whatever partner they name', async () => {
    expect(await ids(alice, { partnerId: 'p' })).toEqual([]);
  });

  it('shows everybody their own as `me`, operators too', async () => {
    expect(await ids(mallory, { ownerId: 'me' })).toEqual(['upl_6']);
    expect(await ids(admin, { ownerId: 'me' })).toEqual([]);
  });

  it('takes times with any zone', async () => {
    expect(await ids(alice, { from: '2030-01-02T02:00:00+02:00', to: day(4) })).toEqual([
      'upl_3',
      'upl_2',
    ]);
  });

  it('leafs through by cursor', async () => {
    const world = registry();
    const first = await listUploads(world, alice, { limit: '3' });
    const second = await listUploads(world, alice, { limit: '3', cursor: first.cursor });
    expect([
      first.uploads.length,
      second.uploads.map(({ uploadId }) => uploadId),
      second.cursor,
    ]).toEqual([3, ['upl_2', 'upl_1'], undefined]);
  });

  it('never follows another owner’s cursor', async () => {
    const world = registry();
    const { cursor } = await listUploads(world, alice, { limit: '1' });
    expect(await errorOf(listUploads(world, mallory, { limit: '1', cursor }))).toBeInstanceOf(
      InvalidInput,
    );
  });

  it('answers 25 unless asked for less or more', async () => {
    const world = aWorld();
    for (let number = 0; number < 30; number += 1)
      world.uploads.put(anUpload({ uploadId: `upl_${number}` }));
    expect((await listUploads(world, alice, {})).uploads).toHaveLength(25);
    expect((await listUploads(world, alice, { limit: '100' })).uploads).toHaveLength(30);
  });

  it.each(['ownerId', 'expiringBefore'])('lets nobody but operators look by %s', async (field) => {
    const error = await errorOf(listUploads(registry(), alice, { [field]: day(1) }));
    expect(error).toBeInstanceOf(NotAllowed);
  });

  it('lets operators look at one owner’s, at everybody’s and at what expires', async () => {
    expect(await ids(admin, { ownerId: mallory.ownerId })).toEqual(['upl_6']);
    expect(await ids(admin, {})).toHaveLength(6);
    expect(await ids(admin, { expiringBefore: '2030-02-01T00:00:00Z', limit: '2' })).toEqual([
      'upl_1',
      'upl_2',
    ]);
  });

  it.each([
    ['limit', '0'],
    ['limit', '1e2'],
    ['status', 'lost'],
    ['from', '2030-13-01T00:00:00Z'],
    ['to', 'tomorrow'],
    ['category', ''],
    ['cursor', 'x'.repeat(1001)],
  ])('names %s=%s', async (field, value) => {
    const error = await errorOf(listUploads(registry(), alice, { [field]: value }));
    expect(error instanceof InvalidInput && error.issues[0]?.field).toBe(field);
  });
});
