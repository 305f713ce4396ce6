import { TransientFault } from '../../core/errors.ts';
import type { Clock } from '../../core/shared/ports.ts';

type Options<Value> = {
  /** The secret as text. */
  read: () => Promise<string>;
  /** The value that the text stands for. Its errors must not repeat the text. */
  parse: (text: string) => Value;
  clock: Clock;
  /** A value older than this is read again. */
  maxAgeMinutes?: number;
};

type Held<Value> = { value: Value; readAt: number };

/**
 * A secret, read once per function instance and again when it is old. Keeps the parsed value, since
 * parsing a private key doubles a signature's cost. If the secret cannot be read, the old value
 * serves.
 */
export class CachedSecret<Value> {
  readonly #options: Required<Options<Value>>;
  #held: Held<Value> | undefined;
  #reading: Promise<Held<Value>> | undefined;

  constructor(options: Options<Value>) {
    this.#options = { maxAgeMinutes: 15, ...options };
  }

  async get(): Promise<Value> {
    const held = this.#held;
    if (held && this.#now() - held.readAt < this.#options.maxAgeMinutes * 60_000) return held.value;
    try {
      return (await this.#readOnce()).value;
    } catch (error) {
      if (held && error instanceof TransientFault) return held.value;
      throw error;
    }
  }

  /** Several requests at once share one look-up. */
  async #readOnce(): Promise<Held<Value>> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<Held<Value>> {
    const value = this.#options.parse(await this.#options.read());
    this.#held = { value, readAt: this.#now() };
    return this.#held;
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }
}
