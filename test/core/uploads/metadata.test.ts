import { describe, expect, it } from '@jest/globals';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import { sha256 } from '../builders/records.ts';
import { alice, aWorld, errorOf } from '../builders/world.ts';

const announce = async (metadata: object) => {
  const world = aWorld();
  const file = { filename: 'cat.jpg', category: 'photo', sizeBytes: 3, sha256: sha256('cat') };
  const { uploadId } = await createUpload(world, alice, { ...file, metadata });
  return (await world.uploads.find(uploadId))?.metadata;
};

describe('metadata of an upload', () => {
  it('is text; numbers and booleans become text', async () => {
    expect(await announce({ width: 1200, ratio: 1.5, flash: false, place: 'Oslo' })).toEqual({
      width: '1200',
      ratio: '1.5',
      flash: 'false',
      place: 'Oslo',
    });
  });

  it.each([
    ['a list', [1], 'must be a text, a number, true or false'],
    ['nothing', null, 'must be a text, a number, true or false'],
    ['a long text', 'x'.repeat(257), 'must have at most 256 characters'],
  ])('is not %s', async (_what, value, message) => {
    expect(await errorOf(announce({ width: value }))).toMatchObject({
      message: expect.stringContaining(message),
    });
  });
});
