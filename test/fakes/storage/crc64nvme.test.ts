import { describe, expect, it } from '@jest/globals';
import { crc64nvme } from './crc64nvme.ts';

describe('CRC-64/NVME', () => {
  it('gives the published check value', () => {
    expect(Buffer.from(crc64nvme(Buffer.from('123456789')), 'base64').toString('hex')).toBe(
      'ae8b14860a799888',
    );
  });
});
