import { describe, expect, it } from '@jest/globals';
import type { BatchPlan } from '../../../../core/bulk/model/batch.ts';
import { Estimate } from '../../../../core/bulk/model/batch-price.ts';
import { samplePlan } from '../../../contracts/bulk/batch-samples.ts';

const MiB = 2 ** 20;

const estimated = (sizes: readonly number[], plan: BatchPlan = samplePlan()) => {
  const estimate = new Estimate({ thresholdBytes: 64 * MiB, partBytes: 8 * MiB });
  for (const size of sizes) estimate.add(size);
  return { estimate, price: estimate.price(plan) };
};

const target = (changes: Partial<BatchPlan['target']>): BatchPlan =>
  samplePlan({ target: { bucket: 'b', prefix: '', ...changes } });

const thousandFiles = Array.from({ length: 1000 }, () => 1_000_000);

describe('what a migration costs', () => {
  it('is a request per file, and of a large one a request per part and two more', () => {
    expect(estimated([1, 64 * MiB - 1]).estimate.requests).toBe(2);
    expect(estimated([64 * MiB]).estimate.requests).toBe(10);
  });

  it('into S3: a thousand files of a megabyte', () => {
    expect(estimated(thousandFiles).price).toEqual({
      prices: expect.stringContaining('Amazon S3'),
      requests: 0.005,
      storagePerMonth: 0.023,
      egress: 0,
      verify: expect.closeTo(0.09 + 0.0008, 6),
    });
  });

  it('into Intelligent-Tiering: its watching of what is large enough, on top', () => {
    const { price } = estimated(
      [...thousandFiles, 1000],
      target({ storageClass: 'INTELLIGENT_TIERING' }),
    );
    expect(price?.storagePerMonth).toBeCloseTo(0.023 + 0.0025, 6);
  });

  it('out of an S3 bucket: what leaves it, at most', () => {
    const source: BatchPlan['source'] = {
      kind: 's3',
      description: 's3://old',
      options: { bucket: 'old', prefix: '' },
    };
    expect(estimated(thousandFiles, samplePlan({ source })).price?.egress).toBeCloseTo(0.09, 6);
  });

  it('into R2: its own prices, and nothing for reading back', () => {
    const { price } = estimated(
      thousandFiles,
      target({ endpoint: 'https://0123.r2.cloudflarestorage.com' }),
    );
    expect(price).toMatchObject({
      prices: expect.stringContaining('R2'),
      requests: 0.0045,
      storagePerMonth: 0.015,
    });
    expect(price?.verify).toBeCloseTo(0.00072, 6);
  });

  it('into storage nobody knows the prices of: no guess', () => {
    expect(estimated([1], target({ endpoint: 'http://127.0.0.1:9000' })).price).toBeUndefined();
  });
});
