import { createPrivateKey, type KeyObject } from 'node:crypto';
import { TransientFault } from '../../core/errors.ts';
import type { Clock } from '../../core/shared/ports.ts';

type Options = {
  /** The key as PEM. */
  read: () => Promise<string>;
  clock: Clock;
  /** A key older than this is read again. */
  maxAgeMinutes?: number;
};

type Held = { key: KeyObject; readAt: number };

/**
 * A private key, read once per function instance and again when it is old. The parsed key is kept,
 * which halves the cost of a signature. While the secret cannot be read, the old key signs.
 */
export class CachedPrivateKey {
  readonly #options: Required<Options>;
  #held: Held | undefined;
  #reading: Promise<Held> | undefined;

  constructor(options: Options) {
    this.#options = { maxAgeMinutes: 15, ...options };
  }

  async get(): Promise<KeyObject> {
    const held = this.#held;
    if (held && this.#now() - held.readAt < this.#options.maxAgeMinutes * 60_000) return held.key;
    try {
      return (await this.#readOnce()).key;
    } catch (error) {
      if (held && error instanceof TransientFault) return held.key;
      throw error;
    }
  }

  /** Several requests at once share one look-up. */
  async #readOnce(): Promise<Held> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<Held> {
    const key = createPrivateKey(await this.#options.read());
    this.#held = { key, readAt: this.#now() };
    return this.#held;
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }
}
