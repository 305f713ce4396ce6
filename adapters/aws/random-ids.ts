import { randomBytes } from 'node:crypto';
import type { Ids } from '../../core/shared/ports.ts';

/** Ids from the operating system's randomness, so that another customer's id cannot be guessed. */
export class RandomIds implements Ids {
  next(prefix: 'upl' | 'ord' | 'ses' | 'job' | 'bat' | 'aud'): string {
    return `${prefix}_${randomBytes(16).toString('hex')}`;
  }

  linkToken(): string {
    return randomBytes(16).toString('base64url');
  }

  secret(): string {
    return randomBytes(32).toString('base64url');
  }
}
