import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { partBytes, planMultipart } from '../../../../core/uploads/model/multipart-plan.ts';

const MiB = 2 ** 20;
const sizes = fc.integer({ min: 5 * MiB, max: 5 * 2 ** 40 });

describe('a plan of parts', () => {
  it('cuts 5 TiB into no more parts than S3 takes', () => {
    expect(planMultipart(5 * 2 ** 40).partCount).toBeLessThanOrEqual(10_000);
  });

  it('keeps parts of 8 MiB as long as it can', () => {
    expect(planMultipart(10_000 * 8 * MiB)).toEqual({ partSizeBytes: 8 * MiB, partCount: 10_000 });
    expect(planMultipart(10_000 * 8 * MiB + 1).partSizeBytes).toBe(9 * MiB);
  });

  it('adds up to the file, whatever its size, within S3’s limits', () => {
    void fc.assert(
      fc.property(sizes, (sizeBytes) => {
        const { partSizeBytes, partCount } = planMultipart(sizeBytes);
        const last = partBytes(sizeBytes, partSizeBytes, partCount);
        expect(partSizeBytes * (partCount - 1) + last).toBe(sizeBytes);
        expect(last).toBeGreaterThan(0);
        expect(partCount).toBeLessThanOrEqual(10_000);
        expect(partSizeBytes).toBeLessThanOrEqual(5 * 2 ** 30);
      }),
    );
  });
});
