import { describe, expect, it } from '@jest/globals';
import { isMarkedBy, markForRemoval } from '../../../core/retention/mark-for-removal.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { aFile, anUpload, aPaidOrder, arrived } from '../builders/records.ts';
import { aWorld, uploadsBucket } from '../builders/world.ts';

const sweeper = { as: 'expired', by: 'sweeper' } as const;
const begun = { as: 'expired', by: 'another', at: '2029-12-31T23:59:00.000Z' } as const;

/**
 * An upload that a paid order needs, with or without its bytes, and perhaps with another removal's
 * mark.
 */
const needed = async ({
  isThere = true,
  ...changes
}: Partial<Upload> & { isThere?: boolean } = {}) => {
  const world = aWorld();
  const upload = arrived(world, 'upl_photo', { orderIds: ['ord_1'], ...changes });
  world.orders.put(aPaidOrder(), [aFile('photo')]);
  const { key, versionId = '' } = upload;
  if (!isThere) await world.objects.removeVersion({ bucket: uploadsBucket, key, versionId });
  return { world, upload, mark: () => markForRemoval(world, upload, sweeper) };
};

describe('what a paid order needs', () => {
  it('is not marked', async () => {
    const { world, mark } = await needed();
    expect(await mark()).toBe('needed');
    expect(await world.uploads.find('upl_photo')).not.toHaveProperty('removal');
  });

  it('is not marked when its bytes are missing: what is to be said of that, the migration says', async () => {
    const { mark } = await needed({ isThere: false });
    expect(await mark()).toBe('needed');
  });

  it('is saved from a removal that was begun, while its bytes are there', async () => {
    const { mark } = await needed({ removal: begun });
    expect(await mark()).toBe('needed');
  });

  it('is let go once a removal that was begun has taken its bytes', async () => {
    const { mark } = await needed({ removal: begun, isThere: false });
    expect(await mark()).toMatchObject({ marked: { removal: { by: 'sweeper' } } });
  });
});

it.each([{ as: 'erased' }, { by: 'sweeper' }, { at: '2029-12-31T23:59:00.001Z' }] as const)(
  'a mark that differs in %j is another removal’s',
  (change) => {
    expect(isMarkedBy(anUpload({ removal: begun }), begun)).toBe(true);
    expect(isMarkedBy(anUpload({ removal: { ...begun, ...change } }), begun)).toBe(false);
  },
);
