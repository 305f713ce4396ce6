import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { limitsOf, watchLimits } from '../../../cli/bulk/run-limits.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const day = 86_400_000;

const watched = (values: Record<string, string>) => {
  const remarks: string[] = [];
  return { remarks, ...watchLimits(limitsOf(values), (remark) => remarks.push(remark)) };
};

describe('--max-duration', () => {
  it.each([
    ['8h', day / 3],
    ['30d', 30 * day],
    ['1y', 365 * day],
  ])('%s is over after that time and no sooner', (text, ms) => {
    const { remarks } = watched({ 'max-duration': text });
    jest.advanceTimersByTime(ms - 1);
    expect(remarks).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(remarks).toEqual([`\n--max-duration ${text} is over: finishing what is in flight.`]);
  });

  it('ends with the run', () => {
    const { remarks, close } = watched({ 'max-duration': '60d' });
    jest.advanceTimersByTime(40 * day);
    close();
    jest.advanceTimersByTime(40 * day);
    expect(remarks).toEqual([]);
  });
});

describe('--max-transfer', () => {
  it('counts the bytes of files that were sent', () => {
    const { remarks, note } = watched({ 'max-transfer': '10B' });
    note({ status: 'transferred', sizeBytes: 9 });
    note({ status: 'skipped', sizeBytes: 100 });
    expect(remarks).toEqual([]);
    note({ status: 'transferred', sizeBytes: 1 });
    expect(remarks).toEqual(['\n--max-transfer 10B is reached: finishing what is in flight.']);
  });
});
