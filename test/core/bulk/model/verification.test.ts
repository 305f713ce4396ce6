import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  digitsFor,
  isWithin,
  rangeOf,
  slicesOf,
} from '../../../../core/bulk/model/verification.ts';

describe('the slices of a verification', () => {
  it('are so many that each has 25,000 files at most, up to 4,096', () => {
    const counts = [0, 25_000, 25_001, 400_001, 6_400_001, 100_000_000, 10 ** 9];
    expect(counts.map((files) => 16 ** digitsFor(files))).toEqual([
      1, 1, 16, 256, 4_096, 4_096, 4_096,
    ]);
  });

  it('are named in a tenth of what a state of the workflow takes', () => {
    expect(JSON.stringify(slicesOf(3)).length).toBeLessThan((256 * 1024) / 10);
  });

  it('are the whole batch where there is one', () => {
    expect(slicesOf(0).map(rangeOf)).toEqual([{}]);
  });

  it.each([0, 1, 2, 3])(
    'of %i digits hold every name exactly once, also one that is no id',
    (digits) => {
      const ranges = slicesOf(digits).map(rangeOf);
      const name = fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 8 }),
        fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), maxLength: 32 }),
      );
      fc.assert(
        fc.property(name, (text) => {
          expect(ranges.filter((range) => isWithin(range, text))).toHaveLength(1);
        }),
        { numRuns: 50 },
      );
    },
  );

  it('come in the order in which storage lists names', () => {
    const inBytes = (a: string, b: string): number =>
      Buffer.compare(Buffer.from(a), Buffer.from(b));
    const names = ['!', '0', '0a', '7f', '80', 'ff', 'g', 'ﬀ.jpg', '😀.jpg'].sort(inBytes);
    const ranges = slicesOf(1).map(rangeOf);
    const places = names.map((name) => ranges.findIndex((range) => isWithin(range, name)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});
