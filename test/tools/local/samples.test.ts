import { createHash } from 'node:crypto';
import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import jpeg from 'jpeg-js';
import { defaultConfig } from '../../../lib/config.ts';
import { makeSampleFiles } from '../../../tools/local/samples/sample-files.ts';

const samples = makeSampleFiles();
const bytesOf = (role: string): Buffer =>
  samples.find((sample) => sample.role === role)?.bytes ?? Buffer.alloc(0);
const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('the sample files', () => {
  it('are the same bytes every time', () => {
    expect(makeSampleFiles().map(({ bytes }) => hash(bytes))).toEqual(
      samples.map(({ bytes }) => hash(bytes)),
    );
  });

  it('are of types and sizes their categories take', () => {
    const { categories } = defaultConfig('local');
    for (const { category, contentType, bytes } of samples) {
      expect(categories[category]?.contentTypes).toContain(contentType);
      expect(bytes.length).toBeLessThan(categories[category]?.maxSizeBytes ?? 0);
    }
  });

  it('hold a baseline JPEG that decodes to the picture', () => {
    const photo = bytesOf('photo');
    // Start of image, and a start-of-frame marker of the baseline kind.
    expect(photo.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(photo.indexOf(Buffer.from([0xff, 0xc0]))).toBeGreaterThan(0);
    const { width, height, data } = jpeg.decode(photo, { useTArray: true });
    expect([width, height]).toEqual([1024, 683]);
    const [skyBlue = 0, hillBlue = 0] = [data[2], data[data.length - 2]];
    expect(skyBlue).toBeGreaterThan(hillBlue + 100);
  });

  it('hold two seconds of PCM sound in a WAV whose lengths agree', () => {
    const audio = bytesOf('audio');
    expect(audio.toString('latin1', 0, 4) + audio.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect(audio.readUInt32LE(4)).toBe(audio.length - 8);
    const [format, channels, rate, bits] = [
      audio.readUInt16LE(20),
      audio.readUInt16LE(22),
      audio.readUInt32LE(24),
      audio.readUInt16LE(34),
    ];
    expect({ format, channels, rate, bits }).toEqual({
      format: 1,
      channels: 1,
      rate: 44_100,
      bits: 16,
    });
    expect(audio.readUInt32LE(40)).toBe(2 * 44_100 * 2);
    expect(audio.length).toBe(44 + audio.readUInt32LE(40));
  });

  it('hold a PNG whose chunks check and whose rows are complete', () => {
    const png = bytesOf('waveform');
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    const chunks: { type: string; data: Buffer }[] = [];
    for (let at = 8; at < png.length; ) {
      const length = png.readUInt32BE(at);
      expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(png.subarray(at + 4, at + 8 + length)));
      chunks.push({
        type: png.toString('latin1', at + 4, at + 8),
        data: png.subarray(at + 8, at + 8 + length),
      });
      at += length + 12;
    }
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'IEND']);
    const rows = inflateSync(chunks[1]?.data ?? Buffer.alloc(0));
    expect(rows.length).toBe((1200 + 1) * 300);
    expect(rows.includes(40) && rows.includes(245)).toBe(true);
  });

  it('hold a PDF whose cross references point at its objects and whose streams have their length', () => {
    const pdf = bytesOf('pdf').toString('latin1');
    expect(pdf.startsWith('%PDF-1.4\n') && pdf.endsWith('%%EOF\n')).toBe(true);
    const table = pdf.slice(Number(/startxref\n(\d+)\n/.exec(pdf)?.[1]));
    const offsets = [...table.matchAll(/(\d{10}) 00000 n /g)].map(([, offset]) => Number(offset));
    expect(offsets).toHaveLength(6);
    for (const [index, offset] of offsets.entries())
      expect(pdf.startsWith(`${index + 1} 0 obj\n`, offset)).toBe(true);
    for (const match of pdf.matchAll(/\/Length (\d+) >>\nstream\n/g)) {
      expect(pdf.startsWith('\nendstream', match.index + match[0].length + Number(match[1]))).toBe(
        true,
      );
    }
    expect(pdf).toContain(bytesOf('photo').toString('latin1'));
  });
});
