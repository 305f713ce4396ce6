import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  combineCrc32,
  crc32Base64,
} from '../../../../../adapters/bulk/transfer/s3/crc32-combine.ts';

describe('the CRC-32 of two pieces', () => {
  it('is that of both together', () => {
    void fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 300 }),
        (first, second) => {
          expect(combineCrc32(crc32(first), crc32(second), second.length)).toBe(
            crc32(Buffer.concat([first, second])),
          );
        },
      ),
    );
  });

  it('holds for pieces of mebibytes', () => {
    const [first, second] = [Buffer.alloc(8 * 2 ** 20, 'a'), Buffer.alloc(8 * 2 ** 20 + 1, 'b')];
    expect(combineCrc32(crc32(first), crc32(second), second.length)).toBe(
      crc32(Buffer.concat([first, second])),
    );
  });

  it('is written as S3 writes it', () => {
    expect(crc32Base64(crc32('123456789'))).toBe('y/Q5Jg==');
  });
});
