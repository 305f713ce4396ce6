import { isBefore } from '../../shared/byte-order.ts';
import type { Destination, ListedObject } from '../ports.ts';

/** Two pages of S3: looking further ahead costs more than listing again from the wanted key. */
const mostPassed = 2000;

/**
 * Finds objects at the destination by listing it, a thousand keys a request. Keys should be asked
 * for in byte order: each step back lists again.
 */
export class StoredObjects {
  readonly #destination: Pick<Destination, 'list'>;
  #listing: AsyncIterator<readonly ListedObject[]> | undefined;
  #page: readonly ListedObject[] = [];
  #at = 0;
  /** Keys up to this one are behind the listing. */
  #asked: string | undefined;

  constructor(destination: Pick<Destination, 'list'>) {
    this.#destination = destination;
  }

  /** The objects under these keys, as the listing shows them; `undefined` where nothing is. */
  async find(keys: readonly string[]): Promise<(ListedObject | undefined)[]> {
    const found: (ListedObject | undefined)[] = [];
    for (const key of keys) found.push(this.#findNext(key) ?? (await this.#search(key)));
    return found;
  }

  async close(): Promise<void> {
    await this.#listing?.return?.();
  }

  /** Most files are the next of the listing. */
  #findNext(key: string): ListedObject | undefined {
    const next = this.#page[this.#at + 1];
    if (next?.key !== key) return undefined;
    this.#at += 1;
    this.#asked = key;
    return next;
  }

  async #search(key: string): Promise<ListedObject | undefined> {
    if (this.#asked === undefined || isBefore(key, this.#asked)) await this.#listFrom(key);
    this.#asked = key;
    for (let passed = 0; this.#next && isBefore(this.#next.key, key); passed += 1) {
      if (passed === mostPassed) await this.#listFrom(key);
      else await this.#advance();
    }
    return this.#next?.key === key ? this.#next : undefined;
  }

  get #next(): ListedObject | undefined {
    return this.#page[this.#at];
  }

  /** The key without its last character comes before it, and little comes between. */
  async #listFrom(key: string): Promise<void> {
    await this.close();
    // Half of a character, which an emoji's last unit leaves, has no place in a URL.
    const before = key.replace(/.$/su, '');
    this.#listing = this.#destination.list(before)[Symbol.asyncIterator]();
    await this.#turnPage();
  }

  async #advance(): Promise<void> {
    this.#at += 1;
    if (this.#at >= this.#page.length) await this.#turnPage();
  }

  /** Storage may answer a page without keys that is not the last one. */
  async #turnPage(): Promise<void> {
    this.#at = 0;
    do {
      const { done, value } = (await this.#listing?.next()) ?? { done: true, value: undefined };
      this.#page = done ? [] : value;
      if (done) return;
    } while (this.#page.length === 0);
  }
}
