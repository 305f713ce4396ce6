import { describe, expect, it, jest } from '@jest/globals';
import {
  Bandwidth,
  concurrencyWithin,
  rateAt,
} from '../../../../../adapters/bulk/transfer/engine/bandwidth.ts';
import { sharedMemory } from '../../../../../adapters/bulk/transfer/engine/shared-memory.ts';

const minute = (day: number, hour: number): number => (day * 24 + hour) * 60;
const steps = [{ fromMinute: minute(1, 8), bytesPerSecond: 1000 }, { fromMinute: minute(5, 23) }];

describe('the limit of a time of the week', () => {
  it.each([
    ['Sunday', '2029-12-30T12:00', undefined],
    ['Monday', '2029-12-31T07:59', undefined],
    ['Monday', '2029-12-31T08:00', 1000],
    ['Friday', '2030-01-04T22:59', 1000],
    ['Friday', '2030-01-04T23:00', undefined],
  ])('on a %s, %s, it is %s', (_, time, rate) => {
    expect(rateAt(steps, new Date(time))).toBe(rate);
  });
});

describe('bytes that all threads share', () => {
  it('are waited for in turn, across threads, as long as the rate says', async () => {
    const memory = sharedMemory();
    const waits: number[] = [];
    const sleep = async (ms: number) => waits.push(ms);
    const limit = [{ fromMinute: 0, bytesPerSecond: 1_000_000 }];
    const threads = [new Bandwidth(limit, memory, sleep), new Bandwidth(limit, memory, sleep)];
    for (const thread of threads) await thread.take(10_000_000);
    expect(waits[0]).toBe(10_000);
    expect(waits[1]).toBeGreaterThan(10_000);
    expect(waits[1]).toBeLessThanOrEqual(20_000);
  });

  it('wait no longer when the clock is set back by an hour', async () => {
    const waits: number[] = [];
    const limit = [{ fromMinute: 0, bytesPerSecond: 1_000_000 }];
    const sleep = async (ms: number) => waits.push(ms);
    const bandwidth = new Bandwidth(limit, sharedMemory(), sleep);
    const before = Date.now();
    await bandwidth.take(1_000_000);
    jest.spyOn(Date, 'now').mockReturnValue(before - 3_600_000);
    await bandwidth.take(1_000_000);
    jest.restoreAllMocks();
    expect(waits[1]).toBeLessThanOrEqual(2_000);
  });

  it('come in slices, none of them lost', async () => {
    const limit = [{ fromMinute: 0, bytesPerSecond: 80_000 }];
    const bandwidth = new Bandwidth(limit, sharedMemory(), async () => undefined);
    const slices: Uint8Array[] = [];
    const body = Buffer.from('0123456789'.repeat(3000));
    for await (const slice of bandwidth.slices([body])) slices.push(slice);
    expect(slices.map(({ length }) => length)).toEqual([10_000, 10_000, 10_000]);
    expect(Buffer.concat(slices)).toEqual(body);
  });

  it('leave each request enough to move', () => {
    expect(concurrencyWithin([{ fromMinute: 0, bytesPerSecond: 20_000 }])).toBe(1);
    expect(concurrencyWithin(steps)).toBe(1);
    expect(concurrencyWithin([{ fromMinute: 0 }])).toBe(32);
  });
});
