import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyText } from './any-text.ts';

const texts = fc.sample(anyText(), { seed: 1, numRuns: 1_000 });

describe('any text', () => {
  it.each([
    ['control characters', /\p{Cc}/u],
    ['what lies before the surrogates', /[\u{8000}-\u{d7ff}]/u],
    ['what lies behind them', /[\u{e000}-\u{ffff}]/u],
    ['the other planes', /[\u{10000}-\u{10ffff}]/u],
    ['the last code point', /\u{10ffff}/u],
    ['nothing', /^$/u],
  ])('has %s', (_, pattern) => {
    expect(texts.some((text) => pattern.test(text))).toBe(true);
  });

  it('has no lone surrogate', () => {
    expect(texts.filter((text) => !text.isWellFormed())).toEqual([]);
  });

  it('is as short as wanted', () => {
    const lengths = fc
      .sample(anyText(3), { seed: 1, numRuns: 200 })
      .map((text) => [...text].length);
    expect(Math.max(...lengths)).toBe(3);
  });
});
