import { describe, expect, it } from '@jest/globals';
import { copyFiles } from '../../../core/orders/copy-files.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { aFile, aMigratingOrder, arrived, run } from '../builders/records.ts';
import { aWorld } from '../builders/world.ts';

const copied = async (fields: Partial<Upload>) => {
  const world = aWorld();
  arrived(world, 'upl_photo', fields);
  world.orders.put(aMigratingOrder(), [aFile('photo')]);
  const outcomes = await copyFiles(world, { ...run, roles: ['photo'] });
  const [copy] = world.objects.all.filter(({ bucket }) => bucket === world.filesBucket);
  return { outcomes, key: copy?.key, disposition: copy && world.objects.dispositionOf(copy) };
};

describe('what a copy is served with', () => {
  it('is the name it was sent under, and its type’s way of opening', async () => {
    const { outcomes, disposition } = await copied({ fileName: 'Grüße.jpg' });
    expect(outcomes).toEqual([{ role: 'photo', status: 'copied' }]);
    expect(disposition).toBe(`inline; filename="Gr__e.jpg"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.jpg`);
  });

  it('is saved, not shown, for a type that may run', async () => {
    expect(
      (await copied({ fileName: 'photo.jpg', contentType: 'image/svg+xml' })).disposition,
    ).toMatch(/^attachment;/);
  });
});

describe('where a copy is kept', () => {
  it.each([
    [false, 'photos/ord_1/upl_photo'],
    [undefined, 'photos/ord_1/upl_photo'],
    [true, 'public/photos/ord_1/upl_photo'],
  ])('decides who may read it: isPublic %s', async (isPublic, key) => {
    expect((await copied(isPublic === undefined ? {} : { isPublic })).key).toBe(key);
  });
});
