import { describe, expect, it } from '@jest/globals';
import { isWithin } from '../../../../core/bulk/model/file-limits.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';

const location = { kind: 'file', path: '/photos/a.jpg' } as const;
const file = (facts: Partial<SourceFile>): SourceFile => ({ path: 'a.jpg', location, ...facts });

describe('the limits of a batch', () => {
  const sizes = { minSizeBytes: 10, maxSizeBytes: 20 };

  it.each([
    [9, false],
    [10, true],
    [20, true],
    [21, false],
  ])('from 10 to 20 bytes: %d bytes are within: %s', (sizeBytes, isTaken) => {
    expect(isWithin(sizes, file({ sizeBytes }))).toBe(isTaken);
  });

  it.each([
    ['2029-12-31T23:59:59.999Z', false],
    ['2030-01-01T00:00:00.000Z', true],
    ['2030-01-02T00:00:00.000Z', true],
    ['2030-01-02T00:00:00.001Z', false],
  ])('from the first to the second of January: %s is within: %s', (modifiedAt, isTaken) => {
    const modifiedAfter = '2030-01-01T00:00:00.000Z';
    const days = { modifiedAfter, modifiedBefore: '2030-01-02T00:00:00.000Z' };
    expect(isWithin(days, file({ modifiedAt }))).toBe(isTaken);
  });

  it('take a file of unknown size, and one whose problem has to be told', () => {
    expect(isWithin(sizes, file({}))).toBe(true);
    const problem = { code: 'NotAFile', message: 'A socket has no bytes.' } as const;
    expect(isWithin(sizes, file({ sizeBytes: 0, problem }))).toBe(true);
  });
});
