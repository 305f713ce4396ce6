import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { partBytes, planParts } from '../../../adapters/storage/s3-part-plan.ts';

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

describe('planning the parts of a copy', () => {
  it('copies what fits in one part as one', () => {
    expect(planParts(64 * mebibyte)).toEqual([
      { partNumber: 1, firstByte: 0, lastByte: 64 * mebibyte - 1 },
    ]);
  });

  it('puts one byte more in a second part', () => {
    expect(planParts(64 * mebibyte + 1).at(-1)).toEqual({
      partNumber: 2,
      firstByte: 64 * mebibyte,
      lastByte: 64 * mebibyte,
    });
  });

  it('keeps parts of 64 MiB up to 625 GiB, then grows them', () => {
    expect(partBytes(625 * gibibyte)).toBe(64 * mebibyte);
    expect(partBytes(625 * gibibyte + 1)).toBe(65 * mebibyte);
  });

  it('covers every byte once, within the limits of S3', () => {
    const sizes = fc.integer({ min: 1, max: 48 * 1024 * gibibyte });
    fc.assert(
      fc.property(sizes, (sizeBytes) => {
        const parts = planParts(sizeBytes);
        expect(parts.length).toBeLessThanOrEqual(10_000);
        expect(partBytes(sizeBytes)).toBeLessThanOrEqual(5 * gibibyte);
        let next = 0;
        const gapless = parts.every(({ partNumber, firstByte, lastByte }, index) => {
          const fits = partNumber === index + 1 && firstByte === next && lastByte >= firstByte;
          next = lastByte + 1;
          return fits;
        });
        expect({ gapless, covered: next }).toEqual({ gapless: true, covered: sizeBytes });
      }),
    );
  });
});
