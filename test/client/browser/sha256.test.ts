import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { padding, Sha256 } from '../../../client/browser/sha256.ts';
import { wasmBlocks } from '../../../client/browser/sha256-wasm.ts';

const nodes = (...pieces: Uint8Array[]): string =>
  createHash('sha256').update(Buffer.concat(pieces)).digest('hex');

describe.each([
  ['in JavaScript', () => new Sha256()],
  ['in WebAssembly', () => new Sha256(wasmBlocks)],
])('SHA-256 for browsers, %s,', (_, open) => {
  const ours = (...pieces: Uint8Array[]): string =>
    Buffer.from(pieces.reduce((hash, piece) => hash.update(piece), open()).digest()).toString(
      'hex',
    );

  it('has the published value of no bytes', () => {
    expect(ours()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it.each([1, 55, 56, 63, 64, 65, 119, 120, 128])(
    'equals Node’s for %s bytes, where its padding changes',
    (sizeBytes) => {
      const bytes = Buffer.alloc(sizeBytes, 7);
      expect(ours(bytes)).toBe(nodes(bytes));
    },
  );

  it('equals Node’s, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (pieces) => {
        expect(ours(...pieces)).toBe(nodes(...pieces));
      }),
    );
  });

  it('equals Node’s for more than is taken at once, of two files in turns', () => {
    const [first, second] = [randomBytes(200_001), randomBytes(200_001)];
    const hashes = [open(), open()] as const;
    for (const start of [0, 70_001, 140_002]) {
      hashes[0].update(first.subarray(start, start + 70_001));
      hashes[1].update(second.subarray(start, start + 70_001));
    }
    expect(hashes.map((hash) => Buffer.from(hash.digest()).toString('hex'))).toEqual([
      nodes(first),
      nodes(second),
    ]);
  });
});

describe('the padding of SHA-256', () => {
  it('ends any number of bytes with their bits, also where those take more than 32 of the length’s', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat({ max: 200 }), fc.integer({ min: 2 ** 29 - 100, max: 2 ** 45 })),
        (sizeBytes) => {
          const end = Buffer.from(padding(sizeBytes));
          expect((sizeBytes + end.length) % 64).toBe(0);
          expect(end.readBigUInt64BE(end.length - 8)).toBe(BigInt(sizeBytes) * 8n);
          expect(end.subarray(0, -8)).toEqual(
            Buffer.alloc(end.length - 8, Buffer.from([0x80, ...Array(71).fill(0)])),
          );
        },
      ),
    );
  });
});
