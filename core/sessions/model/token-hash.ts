import { createHash } from 'node:crypto';

/**
 * SHA-256 of a session's or a link's token, hex. Tokens carry at least 128 random bits, so a plain
 * hash is enough.
 */
export const hashToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');
