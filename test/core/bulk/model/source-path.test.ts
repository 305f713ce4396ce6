import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeParts,
  encodeParts,
  escapePath,
  unescapePath,
} from '../../../../core/bulk/model/source-path.ts';

/** Pieces of names that escapes are made of, and what they stand for. */
const pieces = ['\\', 'u', '{', '}', '2e', 'a', 'x41', 'u{}', 'u{2e}', '\\u{a}', '/', '.', '\n'];
const path = fc.string({ unit: fc.constantFrom(...pieces), minLength: 1, maxLength: 12 });

const encoded = (name: string): string => encodeParts(escapePath(name));

describe('a name that --names encode writes', () => {
  it('can be read back, so that no two names have one key', () => {
    const readBack = (name: string): boolean => unescapePath(decodeParts(encoded(name))) === name;
    fc.assert(fc.property(path, readBack), { numRuns: 5_000 });
  });

  it.each([
    ['an empty part', 'a//b', 'a/\\u{}/b'],
    ['a part that looks like it', 'a/\\u{}/b', 'a/\\\\u{}/b'],
    ['a dot', 'a/./b', 'a/\\u{2e}/b'],
    ['a part that looks like it', 'a/\\u{2e}/b', 'a/\\\\u{2e}/b'],
    ['a line break', 'a\nb', 'a\\u{a}b'],
    ['a backslash that escapes nothing', 'a\\b', 'a\\b'],
  ])('has its own key: %s', (_what, name, key) => {
    expect(encoded(name)).toBe(key);
  });
});
