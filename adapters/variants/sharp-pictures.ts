import sharp, { type Metadata, type Sharp } from 'sharp';
import type { VariantSize } from '../../core/contract.ts';
import { cutText } from '../../core/shared/model/text.ts';
import type { DrawnPicture, Pictures, Unreadable } from '../../core/variants/ports.ts';

/** 100 megapixels, 400 MB decoded: a 200 kB file may claim to have a thousand times as many. */
const mostPixels = 100_000_000;

/** Small files can hold large pixels. 2 GB of memory also hold the 100 MB file and Node. */
const mostMemoryBytes = 1_600_000_000;

/** Bytes of a sample that libvips decodes, where it is not one. */
const sampleBytes: Readonly<Record<string, number>> = {
  ...{ ushort: 2, short: 2, uint: 4, int: 4, float: 4 },
  ...{ double: 8, complex: 8, dpcomplex: 16 },
};

/** A picture that takes longer is made to take long. */
const mostSeconds = 60;

/** Of these alone the decoder is tested; libvips has more, some of them for documents. */
const formats = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif'];

// One picture at a time: the function has one or two cores, and libvips keeps what it has drawn.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Pictures by libvips. What is drawn is upright, in sRGB and 8 bits, and holds no metadata: no EXIF
 * with its place, no XMP, no IPTC, no embedded thumbnail.
 */
export class SharpPictures implements Pictures {
  async draw(bytes: Uint8Array, size: VariantSize): Promise<DrawnPicture | Unreadable> {
    try {
      return await this.#draw(bytes, size);
    } catch (error) {
      return { unreadable: reasonOf(error) };
    }
  }

  async #draw(
    bytes: Uint8Array,
    { widthPx: width, heightPx: height, fit = 'inside' }: VariantSize,
  ): Promise<DrawnPicture | Unreadable> {
    const claimed = await open(bytes).metadata();
    if (!formats.includes(claimed.format)) return { unreadable: `${claimed.format} is not drawn` };
    if (memoryFor(claimed) > mostMemoryBytes)
      return { unreadable: 'its pixels take more memory than the worker has' };
    const transparent = await isTransparent(bytes, claimed.hasAlpha);
    const drawn = open(bytes)
      .autoOrient()
      .resize({ width, height, fit, withoutEnlargement: true })
      .toColourspace('srgb');
    const { data, info } = await encoded(drawn, transparent).toBuffer({ resolveWithObject: true });
    return {
      contentType: transparent ? 'image/png' : 'image/jpeg',
      widthPx: info.width,
      heightPx: info.height,
      bytes: new Uint8Array(data),
    };
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? cutText(error.message, 200) : 'unknown';

/** The first frame alone is read, and nothing that claims to be larger than is drawn. */
const open = (bytes: Uint8Array) =>
  sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 }).timeout({
    seconds: mostSeconds,
  });

/** Decoded once, and again while it is turned upright; by libheif, measured, up to five times. */
const memoryFor = ({ format, width, height, channels, depth }: Metadata): number =>
  width * height * channels * (sampleBytes[depth] ?? 1) * (format === 'heif' ? 5 : 2);

/** An alpha channel that is opaque everywhere needs no PNG. */
const isTransparent = async (bytes: Uint8Array, hasAlpha: boolean): Promise<boolean> =>
  hasAlpha && !(await open(bytes).stats()).isOpaque;

/** Transparency needs PNG; every other picture becomes a progressive JPEG. */
const encoded = (picture: Sharp, isTransparent: boolean) =>
  isTransparent
    ? picture.png({ compressionLevel: 9, palette: false })
    : picture.jpeg({ quality: 82, progressive: true, mozjpeg: true });
