import type { Destination } from '../ports.ts';

type Listed = { key: string; sizeBytes: number; etag?: string };

/** Two pages of S3: looking further ahead costs more than to list anew from the wanted key. */
const mostPassed = 2000;

/** UTF-16 and UTF-8 sort alike but for characters beyond the basic plane. */
const isBefore = (a: string, b: string): boolean =>
  /[\ud800-\uffff]/.test(a + b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0 : a < b;

/**
 * Finds objects at the destination by listing it, a thousand keys a request. Keys should be asked
 * for in byte order: each step back lists anew.
 */
export class StoredObjects {
  readonly #destination: Pick<Destination, 'list'>;
  #listing: AsyncIterator<Listed> | undefined;
  #next: Listed | undefined;
  /** Keys up to this one are behind the listing. */
  #asked: string | undefined;

  constructor(destination: Pick<Destination, 'list'>) {
    this.#destination = destination;
  }

  /** The object under a key, as the listing shows it; `undefined` when nothing is there. */
  async find(key: string): Promise<Listed | undefined> {
    if (this.#asked === undefined || isBefore(key, this.#asked)) await this.#listFrom(key);
    this.#asked = key;
    for (let passed = 0; this.#next && isBefore(this.#next.key, key); passed += 1) {
      if (passed === mostPassed) await this.#listFrom(key);
      else await this.#advance();
    }
    return this.#next?.key === key ? this.#next : undefined;
  }

  async close(): Promise<void> {
    await this.#listing?.return?.();
  }

  /** The key without its last character comes before it, and little comes between. */
  async #listFrom(key: string): Promise<void> {
    await this.close();
    this.#listing = this.#destination.list(key.slice(0, -1))[Symbol.asyncIterator]();
    await this.#advance();
  }

  async #advance(): Promise<void> {
    const { done, value } = (await this.#listing?.next()) ?? { done: true, value: undefined };
    this.#next = done ? undefined : value;
  }
}
