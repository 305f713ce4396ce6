import { describe, expect, it } from '@jest/globals';
import { spoiled, unsigned, withQuery } from '../../../tools/first-deploy/samples/spoiled-url.ts';

const signed =
  'https://d1.cloudfront.net/photos/ord_1/upl_1?Expires=1&Signature=abc~&Key-Pair-Id=K1';

describe('a signed URL, spoiled', () => {
  it('has another path and the same signature', () => {
    expect(spoiled(signed, 'path')).toBe(
      'https://d1.cloudfront.net/photos/ord_1/upl_A?Expires=1&Signature=abc~&Key-Pair-Id=K1',
    );
  });

  it.each([
    ['abc~', 'Abc%7E'],
    ['Abc~', 'Bbc%7E'],
  ])('has another signature than %s and the same path', (signature, other) => {
    expect(spoiled(signed.replace('abc~', signature), 'signature')).toBe(
      signed.replace('abc~', other),
    );
  });

  it('has none at all', () => {
    expect(unsigned(signed)).toBe('https://d1.cloudfront.net/photos/ord_1/upl_1');
  });

  it('asks for something more', () => {
    expect(withQuery(signed, 'a', 'b/c')).toContain('&a=b%2Fc');
  });
});
