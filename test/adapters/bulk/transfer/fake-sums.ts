import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Hex. */
export const md5 = (body: Buffer): string => createHash('md5').update(body).digest('hex');
/** Base64. */
export const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('base64');

/** Base64. */
export const crc32Of = (body: Buffer): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
};
