import { describe, expect, it } from '@jest/globals';
import { FileTypeSniffer } from '../../../adapters/uploads/file-type-sniffer.ts';
import { SourceMissing } from '../../../core/errors.ts';
import { archive, entry, wordType, wordTypes } from './archive.ts';

/** Detects a file of which 4,100 bytes are known; answers what was read beyond them, too. */
const sniffed = async (bytes: Buffer) => {
  let bytesRead = 0;
  const detected = await new FileTypeSniffer().detect({
    firstBytes: bytes.subarray(0, 4_100),
    sizeBytes: bytes.length,
    bytesAt: async ({ offsetBytes, count }) => {
      const range = bytes.subarray(offsetBytes, offsetBytes + count);
      bytesRead += range.length;
      return range;
    },
  });
  return { detected, bytesRead };
};

/**
 * A black-and-white TIFF of 32 kbit without compression, whose directory comes behind the picture.
 */
const lateTiff = (pixelBytes: number): Buffer => {
  const tags = [
    [256, 3, 1, 200],
    [257, 3, 1, 200],
    [258, 3, 1, 1],
    [273, 4, 1, 8],
    [279, 4, 1, pixelBytes],
  ];
  const directory = Buffer.alloc(2 + tags.length * 12 + 4);
  directory.writeUInt16LE(tags.length);
  tags.forEach(([tag = 0, type = 0, count = 0, value = 0], index) => {
    directory.writeUInt16LE(tag, 2 + index * 12);
    directory.writeUInt16LE(type, 4 + index * 12);
    directory.writeUInt32LE(count, 6 + index * 12);
    directory.writeUInt32LE(value, 10 + index * 12);
  });
  const header = Buffer.from('49492a0000000000', 'hex');
  header.writeUInt32LE(8 + pixelBytes, 4);
  return Buffer.concat([header, Buffer.alloc(pixelBytes, 0x55), directory]);
};

describe('a file whose format points beyond its first bytes', () => {
  it('is recognised: a TIFF whose directory comes last', async () => {
    expect((await sniffed(lateTiff(5_000))).detected).toBe('image/tiff');
  });

  it('is read in ranges, not whole: a TIFF of 50 MB', async () => {
    const { detected, bytesRead } = await sniffed(lateTiff(50_000_000));
    expect(detected).toBe('image/tiff');
    expect(bytesRead).toBeLessThanOrEqual(2 * 64 * 1024);
  });

  it('is recognised: a BigTIFF', async () => {
    const header = Buffer.from('49492b00080000000000000100000000', 'hex');
    expect((await sniffed(Buffer.concat([header, Buffer.alloc(6_000)]))).detected).toBe(
      'image/tiff',
    );
  });

  it('is recognised: a Word document whose pictures come first', async () => {
    const picture = entry('word/media/image1.png', Buffer.alloc(3_000_000));
    const { detected, bytesRead } = await sniffed(
      archive(picture, wordTypes, entry('_rels/.rels'), entry('word/document.xml')),
    );
    expect(detected).toBe(wordType);
    expect(bytesRead).toBeLessThan(300_000);
  });

  it('is recognised: a song behind a cover', async () => {
    const cover = Buffer.concat([
      Buffer.from('ID3\u0003\0\0', 'latin1'),
      Buffer.from([0, 0, 100, 0]),
      Buffer.alloc(12_800),
    ]);
    expect(
      (await sniffed(Buffer.concat([cover, Buffer.from('fLaC'), Buffer.alloc(100)]))).detected,
    ).toBe('audio/flac');
  });

  it.each(['fffb9064', 'fff15080'])(
    'is recognised: a sound behind 200 kB of zeros',
    async (sync) => {
      const sound = Buffer.concat([Buffer.from(sync, 'hex'), Buffer.alloc(413)]);
      const { detected, bytesRead } = await sniffed(Buffer.concat([Buffer.alloc(200_000), sound]));
      expect(detected).toBe(sync === 'fffb9064' ? 'audio/mpeg' : 'audio/aac');
      expect(bytesRead).toBeLessThanOrEqual(5 * 64 * 1024);
    },
  );

  it('is nothing known: a picture behind zeros', async () => {
    const picture = Buffer.from('89504e470d0a1a0a', 'hex');
    expect((await sniffed(Buffer.concat([Buffer.alloc(5_000), picture]))).detected).toBeUndefined();
  });

  it('is judged by its first bytes where it asks for too much reading', async () => {
    const many = archive(
      ...Array.from({ length: 60 }, (_, index) => entry(`${index}.bin`, Buffer.alloc(100_000))),
    );
    const { detected, bytesRead } = await sniffed(many);
    expect(detected).toBe('application/zip');
    expect(bytesRead).toBeLessThanOrEqual(32 * 64 * 1024);
  });

  it('is nothing that can be judged while storage does not answer', async () => {
    const bytes = lateTiff(5_000);
    const file = {
      firstBytes: bytes.subarray(0, 4_100),
      sizeBytes: bytes.length,
      bytesAt: () => Promise.reject(new SourceMissing('It is gone.')),
    };
    await expect(new FileTypeSniffer().detect(file)).rejects.toThrow(SourceMissing);
  });
});
