import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { eventually } from '../integration/shared/eventually.ts';
import { uploaded } from '../integration/shared/sample-upload.ts';
import { aVisitor, fetchOnce, type Visitor } from '../integration/shared/visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

/** A photo of 640 x 480, turned by its EXIF, with a place in it. */
const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: '#c04020' } })
    .withExif({ IFD0: { Artist: 'somebody' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

const variantOf = async (uploadId: string, name: string) => {
  const path = `/uploads/${uploadId}/download?format=json&variant=${name}`;
  const { body } = await eventually(`${name} of ${uploadId}`, async () => {
    const answer = await visitor.get(path);
    return answer.status === 200 ? answer : undefined;
  });
  return (await fetchOnce(body.url)).bytes;
};

describe('a picture that arrives in a deployed stage', () => {
  it('gets its sizes by itself, upright and without what the camera wrote', async () => {
    const { uploadId } = await uploaded(visitor, await photo());
    const [thumbnail, web] = await Promise.all(
      ['thumbnail', 'web'].map((name) => variantOf(uploadId, name)),
    );
    const measures = async (bytes: Buffer = Buffer.of()) => {
      const { width, height, format, exif } = await sharp(bytes).metadata();
      return { width, height, format, exif };
    };
    expect(await measures(thumbnail)).toEqual({ width: 32, height: 32, format: 'jpeg' });
    expect(await measures(web)).toEqual({ width: 150, height: 200, format: 'jpeg' });
    const { body } = await visitor.get(`/uploads/${uploadId}`);
    expect(Object.keys(body.variants).sort()).toEqual(['thumbnail', 'web']);
  });

  it('takes its variants along when it is erased', async () => {
    const { uploadId } = await uploaded(visitor, await photo());
    await variantOf(uploadId, 'web');
    const { body } = await visitor.get(`/uploads/${uploadId}`);
    expect((await visitor.ask('DELETE', `/uploads/${uploadId}`)).status).toBeLessThan(300);
    for (const variant of Object.values<string>(body.variants))
      expect((await visitor.get(`/uploads/${variant}`)).body.status).not.toBe('uploaded');
  });
});
