import { expect, it } from '@jest/globals';
import { storeFile } from '../../../core/uploads/store-file.ts';
import { alice, aWorld, categories, errorOf } from '../builders/world.ts';

const { maxSizeBytes = 0 } = categories.photo ?? {};

it.each([
  ['of a type the category does not take', { contentType: 'video/mp4' }, 'contentType'],
  ['above the category’s size', { bytes: new Uint8Array(maxSizeBytes + 1) }, 'sizeBytes'],
  ['whose bytes are another type’s', { bytes: Buffer.from('%PDF-1.7') }, 'file'],
])('a small file %s is refused, and nothing is stored', async (_which, changes, field) => {
  const world = aWorld();
  if (field === 'file') world.fileTypes.says = 'application/pdf';
  const photo = { filename: 'a.jpg', category: 'photo', contentType: 'image/jpeg' };
  const sent = { ...photo, bytes: Buffer.from('cat'), ...changes };
  const error = await errorOf(storeFile(world, alice, sent));
  expect(error).toMatchObject({ name: 'InvalidInput', issues: [{ field }] });
  expect(world.objects.all).toEqual([]);
});
