import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Sha256 } from '../../client/browser/sha256.ts';

const ours = (...pieces: Uint8Array[]): string =>
  Buffer.from(pieces.reduce((hash, piece) => hash.update(piece), new Sha256()).digest()).toString('hex');

const nodes = (...pieces: Uint8Array[]): string => createHash('sha256').update(Buffer.concat(pieces)).digest('hex');

describe('SHA-256 for browsers', () => {
  it('has the published value of no bytes', () => {
    expect(ours()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it.each([1, 55, 56, 63, 64, 65, 119, 120, 128])('equals Node’s for %s bytes, where its padding changes', (sizeBytes) => {
    const bytes = Buffer.alloc(sizeBytes, 7);
    expect(ours(bytes)).toBe(nodes(bytes));
  });

  it('equals Node’s, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (pieces) => {
        expect(ours(...pieces)).toBe(nodes(...pieces));
      }),
    );
  });

  it('counts more than 512 MB, whose bits take more than 32 of the length’s', () => {
    const piece = Buffer.alloc(2 ** 24, 1);
    const pieces = Array.from({ length: 33 }, () => piece);
    const hash = createHash('sha256');
    for (const each of pieces) hash.update(each);
    expect(ours(...pieces)).toBe(hash.digest('hex'));
  });
});
