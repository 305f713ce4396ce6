import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { SharpPictures } from '../../../adapters/variants/sharp-pictures.ts';
import type { DrawnPicture } from '../../../core/variants/ports.ts';
import { corpus } from '../../corpus/corpus.ts';

const pictures = new SharpPictures();
const thumbnail = { name: 'thumbnail', widthPx: 32, heightPx: 32 } as const;

const drawn = async (bytes: Uint8Array, size = {}): Promise<DrawnPicture> => {
  const picture = await pictures.draw(bytes, { ...thumbnail, ...size });
  if ('unreadable' in picture) throw new Error(picture.unreadable);
  return picture;
};

/** Places in the corpus of what libvips, as sharp brings it along, cannot decode. */
const undecodable = ['image/avif/pillow-moving.avif', 'image/heic/libheif.heic'];

const drawable = corpus.filter(
  ({ contentType, place }) =>
    contentType.startsWith('image/') && contentType !== 'image/bmp' && !undecodable.includes(place),
);

const named = (place: string) => {
  const file = corpus.find((one) => one.place === place);
  if (!file) throw new Error(`no ${place} in the corpus`);
  return file.bytes;
};

/** A JPEG of 60 by 40 pixels, left half red and right half blue, with what cameras add. */
const photograph = () =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: '#0000ff' } })
    .composite([
      {
        input: { create: { width: 30, height: 40, channels: 3, background: '#ff0000' } },
        left: 0,
        top: 0,
      },
    ])
    .withIccProfile('p3')
    .withExif({
      IFD0: { Copyright: 'Alice Example' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 8/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

describe('pictures that real programs made', () => {
  it.each(drawable)('$place becomes a JPEG or PNG that fits, without metadata', async (file) => {
    const picture = await drawn(file.bytes);
    const { space, depth, exif, icc, xmp, iptc, orientation } = await sharp(
      picture.bytes,
    ).metadata();
    expect(Math.max(picture.widthPx, picture.heightPx)).toBeLessThanOrEqual(32);
    expect({ space, depth }).toEqual({ space: 'srgb', depth: 'uchar' });
    expect([exif, icc, xmp, iptc, orientation]).toEqual(Array(5).fill(undefined));
  });

  it.each(undecodable)('%s is unreadable, and says why', async (place) => {
    expect(await pictures.draw(named(place), thumbnail)).toEqual({
      unreadable: expect.stringMatching(/\w/),
    });
  });

  it('CMYK becomes sRGB of the same colours, not of their opposites', async () => {
    const cmyk = await sharp(await photograph())
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    const { bytes } = await drawn(cmyk);
    const [red = 0, green = 0] = [...(await sharp(bytes).raw().toBuffer())];
    expect(red).toBeGreaterThan(200);
    expect(green).toBeLessThan(100);
  });

  it('of a moving picture the first frame is taken', async () => {
    const { bytes } = await drawn(named('image/gif/imagemagick-moving.gif'));
    expect((await sharp(bytes).metadata()).pages).toBeUndefined();
  });
});

describe('a photograph', () => {
  it('stands upright: the side that was left is on top', async () => {
    const { bytes, widthPx, heightPx } = await drawn(await photograph());
    expect(heightPx).toBeGreaterThan(widthPx);
    const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(200);
    expect(data.at(-1)).toBeGreaterThan(200);
  });

  it('tells neither its place nor its author', async () => {
    const { bytes } = await drawn(await photograph());
    const text = Buffer.from(bytes).toString('latin1');
    expect(text).not.toMatch(/Alice|Exif|ICC_PROFILE|Display P3/);
  });

  it('is never enlarged', async () => {
    const { widthPx, heightPx } = await drawn(await photograph(), { widthPx: 999, heightPx: 999 });
    expect([widthPx, heightPx]).toEqual([40, 60]);
  });

  it('fills the measures where it is cut to them', async () => {
    const picture = await drawn(await photograph(), { widthPx: 20, heightPx: 20, fit: 'cover' });
    expect([picture.widthPx, picture.heightPx]).toEqual([20, 20]);
  });

  it('is drawn the same twice', async () => {
    const bytes = await photograph();
    expect(await drawn(bytes)).toEqual(await drawn(bytes));
  });
});

describe('transparency', () => {
  const flat = (alpha: number) =>
    sharp({ create: { width: 9, height: 9, channels: 4, background: { r: 9, g: 9, b: 9, alpha } } })
      .png()
      .toBuffer();

  it('stays, as PNG', async () => {
    const { contentType, bytes } = await drawn(await flat(0.5));
    expect(contentType).toBe('image/png');
    expect((await sharp(bytes).metadata()).hasAlpha).toBe(true);
  });

  it('that is opaque everywhere takes no PNG', async () => {
    expect((await drawn(await flat(1))).contentType).toBe('image/jpeg');
  });
});

describe('what is no picture, or too much of one', () => {
  const bomb = () =>
    sharp({
      create: { width: 12_000, height: 9_000, channels: 3, background: '#000' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();

  it('a small file of 108 megapixels is refused by its header', async () => {
    const bytes = await bomb();
    expect(bytes.length).toBeLessThan(1_000_000);
    expect(await pictures.draw(bytes, thumbnail)).toEqual({
      unreadable: expect.stringContaining('pixel limit'),
    });
  });

  /** An AVIF whose header claims so many pixels a side, 10 bits a sample, with transparency. */
  const claiming = async (side: number): Promise<Buffer> => {
    const background = { r: 9, g: 9, b: 9, alpha: 0.5 };
    const bytes = await sharp({ create: { width: 64, height: 64, channels: 4, background } })
      .toColourspace('rgb16')
      .avif({ bitdepth: 10, effort: 0 })
      .toBuffer();
    for (let at = bytes.indexOf('ispe'); at > 0; at = bytes.indexOf('ispe', at + 4)) {
      bytes.writeUInt32BE(side, at + 8);
      bytes.writeUInt32BE(side, at + 12);
    }
    return bytes;
  };

  // Such a file of 3 kB took libheif 2.4 GB, more than the function has.
  it('100 megapixels that take more memory than the worker has are refused', async () => {
    expect(await pictures.draw(await claiming(10_000), thumbnail)).toEqual({
      unreadable: 'its pixels take more memory than the worker has',
    });
  });

  it('pixels that the worker has the memory for are drawn', async () => {
    expect(await drawn(await claiming(64))).toMatchObject({ contentType: 'image/png' });
  });

  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>';
  const whole = () => named('image/jpeg/imagemagick.jpg');

  it.each([
    ['an SVG, which could name other files', () => Buffer.from(svg)],
    ['nothing', () => Buffer.alloc(0)],
    ['text', () => Buffer.from('no picture')],
    ['half a JPEG', () => whole().subarray(0, whole().length / 2)],
    ['a film', () => readFileSync('test/corpus/files/video/mp4/ffmpeg.mp4')],
  ])('%s is unreadable', async (_, bytes) => {
    expect(await pictures.draw(bytes(), thumbnail)).toEqual({
      unreadable: expect.stringMatching(/\w/),
    });
  });
});
