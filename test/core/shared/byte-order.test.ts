import { describe, expect, it } from '@jest/globals';
import { isBefore } from '../../../core/shared/byte-order.ts';

describe('the order of bytes', () => {
  it('is that of UTF-8, for any two texts', () => {
    const texts = [
      '',
      'a',
      'ab',
      'b',
      'ü',
      '\ud7ff',
      '\ue000',
      '\uff21',
      '\u{1f600}',
      'a\u{1f600}',
    ];
    for (const a of texts)
      for (const b of texts)
        expect([a, b, isBefore(a, b)]).toEqual([
          a,
          b,
          Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0,
        ]);
  });
});
