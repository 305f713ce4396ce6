import { describe, expect, it } from '@jest/globals';
import { completeUpload } from '../../../core/uploads/complete-upload.ts';
import { anUpload } from '../builders/records.ts';
import { alice, aWorld, errorOf } from '../builders/world.ts';

const completedWith = async (servedHeaders: Record<string, string>) => {
  const world = aWorld();
  world.uploads.put(anUpload());
  const { bucket, key } = anUpload();
  world.objects.put(bucket, key, 'cat', { contentType: 'image/jpeg' });
  const objects = {
    head: async () => {
      const facts = await world.objects.head({ bucket, key });
      return facts && { ...facts, servedHeaders };
    },
  };
  const error = await errorOf(completeUpload({ ...world, objects }, alice, 'upl_1')).catch(
    () => undefined,
  );
  return { error, record: await world.uploads.find('upl_1') };
};

describe('a header that the client sent with its PUT without a signature', () => {
  it.each([
    ['Content-Encoding', 'gzip'],
    ['Cache-Control', 'public, max-age=31536000'],
    ['Content-Language', 'de'],
    ['Content-Disposition', 'inline; filename="a.html"'],
    ['Expires', 'Thu, 01 Jan 2032 00:00:00 GMT'],
  ])('is refused: %s', async (name, value) => {
    const { error, record } = await completedWith({ [name]: value });
    expect(error).toMatchObject({ name: 'UploadMismatch' });
    expect(record).toMatchObject({
      status: 'quarantined',
      quarantineReason: `it was sent with the header ${name}: ${value}`,
    });
  });

  it.each(['no-cache', 'max-age=0'])(
    'is no reason to refuse where the browser adds it by itself: Cache-Control: %s',
    async (value) => {
      expect((await completedWith({ 'Cache-Control': value })).record).toMatchObject({
        status: 'uploaded',
      });
    },
  );
});
