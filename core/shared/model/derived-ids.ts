import { createHmac } from 'node:crypto';
import type { Ids } from '../ports.ts';

/**
 * Ids of what one request makes: for the same seed the same ones, in the order in which they are
 * asked for. As unguessable as `keyHex` and `seed` together.
 */
export class DerivedIds implements Ids {
  readonly #keyHex: string;
  readonly #seed: string;
  #given = 0;

  constructor(keyHex: string, seed: string) {
    this.#keyHex = keyHex;
    this.#seed = seed;
  }

  next(prefix: Parameters<Ids['next']>[0]): string {
    return `${prefix}_${this.#bytes(prefix).subarray(0, 16).toString('hex')}`;
  }

  linkToken(): string {
    return this.#bytes('link').subarray(0, 16).toString('base64url');
  }

  secret(): string {
    return this.#bytes('secret').toString('base64url');
  }

  #bytes(kind: string): Buffer {
    this.#given += 1;
    return createHmac('sha256', Buffer.from(this.#keyHex, 'hex'))
      .update(JSON.stringify([this.#seed, kind, this.#given]))
      .digest();
  }
}
