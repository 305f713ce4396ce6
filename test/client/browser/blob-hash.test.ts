import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { BlobHash } from '../../../client/browser/blob-hash.ts';

const nodes = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');

describe('a hash of blobs', () => {
  it('is of its own file where several are read on one thread: a page without workers', async () => {
    const files = Array.from({ length: 4 }, (_, index) => randomBytes(3_000_000 + index));
    const read = async (bytes: Buffer): Promise<string> => {
      const hash = new BlobHash();
      await hash.add(new Blob([new Uint8Array(bytes)]), { sha256: true });
      return hash.digest();
    };
    expect(await Promise.all(files.map(read))).toEqual(files.map(nodes));
  });

  it('is of all its blobs, one after the other', async () => {
    const bytes = randomBytes(2_500_000);
    const hash = new BlobHash();
    for (const [start, end] of [
      [0, 1_200_000],
      [1_200_000, 1_200_000],
      [1_200_000, bytes.length],
    ])
      await hash.add(new Blob([new Uint8Array(bytes.subarray(start, end))]), { sha256: true });
    expect(hash.digest()).toBe(nodes(bytes));
  });
});
