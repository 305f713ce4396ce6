import type { MultipartPlan } from '../api/api-types.ts';
import type { ResumeStore, Source } from '../platform.ts';

/** What is kept of an unfinished upload. */
export type Unfinished = Pick<MultipartPlan, 'uploadId' | 'key' | 'multipart' | 'expiresAt'>;

/** The same file as far as can be told without reading it; none for what has no name or time. */
export const fingerprint = (baseUrl: string, category: string, { name, sizeBytes, lastModified }: Source): string | undefined =>
  name !== undefined && lastModified !== undefined
    ? `keepsake:${JSON.stringify([baseUrl, category, name, sizeBytes, Math.trunc(lastModified)])}`
    : undefined;

/** An unfinished upload of one file. Whatever the store does, the upload goes on. */
export class ResumeRecord {
  readonly #store: ResumeStore;
  readonly #key: string | undefined;

  constructor(store: ResumeStore, key: string | undefined) {
    this.#store = store;
    this.#key = key;
  }

  /** What an earlier run left, unless it has expired. */
  async read(): Promise<Unfinished | undefined> {
    const text = await this.#quietly((key) => this.#store.get(key));
    if (!text) return undefined;
    try {
      const unfinished = JSON.parse(text) as Unfinished;
      return Date.parse(unfinished.expiresAt) > Date.now() ? unfinished : undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps what a later run needs. */
  async write({ uploadId, key, multipart, expiresAt }: Unfinished): Promise<void> {
    await this.#quietly((at) => this.#store.set(at, JSON.stringify({ uploadId, key, multipart, expiresAt })));
  }

  /** There is nothing to go on with any more. */
  async forget(): Promise<void> {
    await this.#quietly((key) => this.#store.delete(key));
  }

  async #quietly<T>(act: (key: string) => Promise<T>): Promise<T | undefined> {
    if (this.#key === undefined) return undefined;
    try {
      return await act(this.#key);
    } catch {
      return undefined;
    }
  }
}
