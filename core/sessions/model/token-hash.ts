import { createHash } from 'node:crypto';

/** SHA-256 (hex) of a token. Tokens have 128 random bits, so a plain hash is enough. */
export const hashToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');
