import { describe, expect, it } from '@jest/globals';
import { engineSize } from '../../../../../adapters/bulk/transfer/engine/engine-size.ts';
import {
  lookAtOpenFiles,
  socketsWithin,
} from '../../../../../adapters/bulk/transfer/engine/open-files.ts';

const sizeAt = (most: number, wanted: Parameters<typeof engineSize>[0] = { threads: 2 }) => {
  const { pool, concurrency } = engineSize(wanted, { open: 20, most });
  return [pool.own, pool.most, concurrency.start, concurrency.max];
};

describe('a process that may open few files', () => {
  it.each([
    [35, [true, 0, 1, 1]],
    [48, [true, 0, 5, 5]],
    [64, [false, 1, 8, 8]],
    [100, [false, 2, 17, 17]],
    [1_024, [false, 2, 32, 256]],
  ])('of %i sends as many at once as it has room for', (most, size) => {
    expect(sizeAt(most)).toEqual(size);
  });

  it('has no more requests under way than --concurrency wants', () => {
    expect(sizeAt(1_024, { threads: 1, concurrency: 3 })).toEqual([false, 1, 3, 3]);
    expect(sizeAt(48, { threads: 0, concurrency: 64 })).toEqual([true, 0, 5, 5]);
  });

  it('is told how many it needs, where not even one file can be sent', () => {
    expect(() => sizeAt(34)).toThrow(
      'This process may open 34 files at once, and needs 35 at least. Raise the limit (ulimit -n).',
    );
  });

  it('looks at storage over as many connections as it has room for', () => {
    expect([40, 64, 1_024].map((most) => socketsWithin({ open: 20, most }))).toEqual([4, 16, 50]);
    expect(socketsWithin({ open: 40, most: 40 })).toBe(1);
  });

  it('knows its limit on Linux, and takes what is wanted elsewhere', () => {
    const files = lookAtOpenFiles();
    if (process.platform === 'linux') expect(files?.most).toBeGreaterThan(files?.open ?? 0);
    const { concurrency } = engineSize({ concurrency: 300 }, undefined);
    expect([concurrency.max, socketsWithin(undefined)]).toEqual([300, 50]);
  });
});
