import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { qrPng, qrSvg } from '../../../lambdas/delivery/qr-code.ts';
import { margins, pictureOfPng, pictureOfSvg, scan } from './scan-code.ts';

const link = 'https://files.example.com/l/kY3nVw0QmZ5tR8sXbC1dEg';

/** Side in modules, quiet zone included. */
const modules = (svg: string): number => Number(/viewBox="\S+ \S+ (\d+)/.exec(svg)?.[1]);

describe('a QR code', () => {
  it('is read back as PNG and as SVG by a decoder that is not its encoder', () => {
    expect(scan(pictureOfPng(Buffer.from(qrPng(link, 512))))).toBe(link);
    expect(scan(pictureOfSvg(qrSvg(link, 512)))).toBe(link);
  });

  it('says what it was given, whatever token that holds', () => {
    const token = fc
      .uint8Array({ minLength: 16, maxLength: 16 })
      .map((bytes) => Buffer.from(bytes).toString('base64url'));
    fc.assert(
      fc.property(token, (text) => {
        const url = `https://files.example.com/l/${text}`;
        expect(scan(pictureOfPng(Buffer.from(qrPng(url, 256))))).toBe(url);
      }),
      { numRuns: 40 },
    );
  });

  it('has four white modules on every side', () => {
    const scale = 4;
    expect(margins(pictureOfSvg(qrSvg(link, 512), scale))).toEqual(Array(4).fill(4 * scale));
    const picture = pictureOfPng(Buffer.from(qrPng(link, 512)));
    const modulePx = picture.width / modules(qrSvg(link, 512));
    expect(margins(picture)).toEqual(Array(4).fill(4 * modulePx));
  });

  it('is still read with a sixth of its width covered in the middle', () => {
    const picture = pictureOfPng(Buffer.from(qrPng(link, 512)));
    const { width, data } = picture;
    const covered = Math.floor(width / 6);
    const start = Math.floor((width - covered) / 2);
    for (let y = start; y < start + covered; y++)
      data.fill(255, (y * width + start) * 4, (y * width + start + covered) * 4);
    expect(scan(picture)).toBe(link);
  });

  it.each([64, 100, 512, 1000, 2048])(
    'is a PNG of at most %i pixels, every module a whole number of them',
    (size) => {
      const { width, height } = pictureOfPng(Buffer.from(qrPng(link, size)));
      const side = modules(qrSvg(link, size));
      expect([width, height]).toEqual([width, width]);
      expect(width % side).toBe(0);
      expect(width).toBeLessThanOrEqual(size);
      expect(width + side).toBeGreaterThan(size);
    },
  );

  it('is an SVG of exactly the size asked for, on a white ground', () => {
    const svg = qrSvg(link, 777);
    expect(svg).toMatch(/width="777" height="777"/);
    expect(svg).toMatch(/<rect [^>]*fill="#fff"/);
  });
});
