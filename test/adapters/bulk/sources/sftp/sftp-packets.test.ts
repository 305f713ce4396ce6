import { describe, expect, it } from '@jest/globals';
import { PacketReader, packet } from '../../../../../adapters/bulk/sources/sftp/sftp-packets.ts';

const attributes = (mode: number): Buffer => {
  const bytes = Buffer.alloc(4 + 8 + 8 + 4 + 8);
  bytes.writeUInt32BE(1 | 2 | 4 | 8, 0);
  bytes.writeBigUInt64BE(5_000_000_000n, 4);
  bytes.writeUInt32BE(mode, 20);
  bytes.writeUInt32BE(1_546_300_800, 28);
  return bytes;
};

describe('packets of SFTP', () => {
  it('hold their length, their type, numbers, and bytes with their length', () => {
    const hex = packet(5, 7, 'h\xe9', { long: 2 ** 40 }, 32_768).toString('hex');
    expect(hex).toBe(
      '00000017' + '05' + '00000007' + '0000000268e9' + '0000010000000000' + '00008000',
    );
  });

  it.each([
    ['file', 0o100644],
    ['folder', 0o040755],
    ['link', 0o120777],
    ['other', 0o140755],
  ])('tell a %s by its mode, with size and time', (kind, mode) => {
    expect(new PacketReader(attributes(mode)).attributes()).toEqual({
      kind,
      sizeBytes: 5_000_000_000,
      modifiedSeconds: 1_546_300_800,
    });
  });

  it('are refused when they end within a field', () => {
    expect(() => new PacketReader(Buffer.from([0, 0, 0, 9, 1])).bytes()).toThrow('cannot be read');
  });
});
