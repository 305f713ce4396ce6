import { describe, expect, it } from '@jest/globals';
import { daysAfter } from '../../../../core/shared/model/later.ts';

describe('days after a time', () => {
  it.each([
    ['2030-01-31T12:00:00.000Z', 1, '2030-02-01T12:00:00.000Z'],
    ['2030-03-01T00:00:00.000Z', -1, '2030-02-28T00:00:00.000Z'],
    ['2030-01-01T00:00:00Z', 0, '2030-01-01T00:00:00.000Z'],
  ])('%s and %i are %s', (time, days, expected) => {
    expect(daysAfter(time, days).toISOString()).toBe(expected);
    expect(daysAfter(new Date(time), days).toISOString()).toBe(expected);
  });
});
