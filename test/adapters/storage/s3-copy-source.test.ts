import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { copySource } from '../../../adapters/storage/s3-copy-source.ts';

const sourceOf = (key: string, versionId = 'v1') =>
  copySource({ bucket: 'uploads', key, versionId });

describe('the copy source', () => {
  it.each([
    ['temp/ses_1/upl_1', 'temp/ses_1/upl_1'],
    ['a b/c+d', 'a%20b/c%2Bd'],
    ['what?versionId=evil', 'what%3FversionId%3Devil'],
    ['hash#tag&more', 'hash%23tag%26more'],
    ['already%20encoded', 'already%2520encoded'],
    ["it's(!)*", 'it%27s%28%21%29%2A'],
    ['Grüße/写真', 'Gr%C3%BC%C3%9Fe/%E5%86%99%E7%9C%9F'],
    ['a//b/', 'a//b/'],
  ])('spells %s', (key, spelled) => {
    expect(sourceOf(key)).toBe(`uploads/${spelled}?versionId=v1`);
  });

  it('escapes version ids as well', () => {
    expect(sourceOf('k', 'a+b/c')).toBe('uploads/k?versionId=a%2Bb%2Fc');
  });

  it('names the same key to whoever decodes it, and only one query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (key) => {
        const [path = '', query, ...more] = sourceOf(key).split('?');
        expect({ key: decodeURIComponent(path), query, more }).toEqual({
          key: `uploads/${key}`,
          query: 'versionId=v1',
          more: [],
        });
      }),
    );
  });
});
