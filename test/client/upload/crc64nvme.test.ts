import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Crc64Nvme } from '../../../client/upload/crc64nvme.ts';
import { crc64nvme } from '../../fakes/storage/crc64nvme.ts';

const hex = (...pieces: Uint8Array[]): string =>
  Buffer.from(pieces.reduce((crc, piece) => crc.update(piece), new Crc64Nvme()).digest()).toString(
    'hex',
  );

describe('CRC-64/NVME in 32-bit halves', () => {
  it('has the published check value', () => {
    expect(hex(Buffer.from('123456789'))).toBe('ae8b14860a799888');
  });

  it('has the published value of no bytes', () => {
    expect(hex()).toBe('0000000000000000');
  });

  it('equals the one in 64-bit integers, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, at) => {
        expect(hex(bytes.subarray(0, at), bytes.subarray(at))).toBe(
          Buffer.from(crc64nvme(bytes), 'base64').toString('hex'),
        );
      }),
    );
  });
});
