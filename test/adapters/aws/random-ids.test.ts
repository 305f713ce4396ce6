import { describe, expect, it } from '@jest/globals';
import { RandomIds } from '../../../adapters/aws/random-ids.ts';

describe('random ids', () => {
  const ids = new RandomIds();

  it('are 128 bits after their prefix', () => {
    expect(ids.next('upl')).toMatch(/^upl_[0-9a-f]{32}$/);
  });

  it('are secrets of 256 bits in base64url', () => {
    expect(Buffer.from(ids.secret(), 'base64url')).toHaveLength(32);
    expect(ids.secret()).toMatch(/^[\w-]{43}$/);
  });

  it('are printed links of 128 bits in base64url', () => {
    expect(Buffer.from(ids.linkToken(), 'base64url')).toHaveLength(16);
    expect(ids.linkToken()).toMatch(/^[\w-]{22}$/);
  });

  it('do not repeat', () => {
    expect(new Set(Array.from({ length: 1000 }, () => ids.next('ord'))).size).toBe(1000);
  });
});
