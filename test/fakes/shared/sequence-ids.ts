import type { Ids } from '../../../core/shared/ports.ts';

/** Predictable ids: 1, 2, 3, … in the shape of the real ones. */
export class SequenceIds implements Ids {
  #last = 0;

  next(prefix: 'upl' | 'ord' | 'ses' | 'job' | 'bat' | 'aud'): string {
    this.#last += 1;
    return `${prefix}_${this.#last.toString(16).padStart(32, '0')}`;
  }

  linkToken(): string {
    this.#last += 1;
    return Buffer.alloc(16, this.#last).toString('base64url');
  }

  secret(): string {
    this.#last += 1;
    return Buffer.alloc(32, this.#last).toString('base64url');
  }
}
