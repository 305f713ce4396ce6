import type { Announcement, MultipartPlan, Upload } from '../api/api-types.ts';
import type { ResumeStore, Source } from '../platform.ts';

/** The stored record of an unfinished upload, enough to resume it. */
export type Unfinished = Pick<MultipartPlan, 'uploadId' | 'key' | 'multipart'>;

/** The announcement of a stored upload, without SHA-256: resuming hashes again. */
type Stored = Unfinished & { announcement: string };

/** False if resuming would change whether the file is public. */
export const hasSameVisibility = (
  { isPublic: known = false }: Pick<Upload, 'isPublic'>,
  { isPublic = false }: Pick<Announcement, 'isPublic'>,
) => known === isPublic;

/** The stored form of one file's unfinished upload. A store that fails does not fail the upload. */
export class ResumeRecord {
  readonly #store: ResumeStore;
  #key: string | undefined;
  readonly #announcement: string;

  constructor(
    store: ResumeStore,
    baseUrl: string,
    { source, announcement }: { source: Source; announcement: Announcement },
  ) {
    this.#store = store;
    this.#announcement = spellAnnouncement(announcement);
    this.#key = storeKeyOf(baseUrl, this.#announcement, source);
  }

  /**
   * Holds the record for one upload of this client, until the answer is called. While another one
   * holds it, this record neither reads nor writes: a file that is chosen twice is two uploads. If
   * both sent to one, cancelling either would delete the other's bytes.
   */
  hold(held: Set<string>): () => void {
    const key = this.#key;
    if (key === undefined || held.has(key)) {
      this.#key = undefined;
      return () => undefined;
    }
    held.add(key);
    return () => void held.delete(key);
  }

  /**
   * The record that an earlier run left. Undefined if that run announced the file differently
   * (records of older versions do not say how). Only the server knows whether the upload has
   * expired, because the local clock may be wrong.
   */
  async read(): Promise<Unfinished | undefined> {
    const text = await this.#tryStore((key) => this.#store.get(key));
    if (!text) return undefined;
    try {
      const { announcement, ...unfinished } = JSON.parse(text) as Stored;
      return announcement === this.#announcement ? unfinished : undefined;
    } catch {
      return undefined;
    }
  }

  /** Stores what a later run needs. */
  async write({ uploadId, key, multipart }: Unfinished): Promise<void> {
    const stored: Stored = {
      uploadId,
      key,
      multipart,
      announcement: this.#announcement,
    };
    await this.#tryStore((at) => this.#store.set(at, JSON.stringify(stored)));
  }

  /** Removes the record: there is nothing to resume any more. */
  async forget(): Promise<void> {
    await this.#tryStore((key) => this.#store.delete(key));
  }

  async #tryStore<T>(act: (key: string) => Promise<T>): Promise<T | undefined> {
    if (this.#key === undefined) return undefined;
    try {
      return await act(this.#key);
    } catch {
      return undefined;
    }
  }
}

/**
 * The announcement in one spelling. The server keeps the first announcement's visibility, partner
 * and metadata, so a file that is announced differently is another upload.
 */
const spellAnnouncement = ({ sha256: _sha256, ...announcement }: Announcement): string =>
  JSON.stringify(announcement, sortKeys);

const sortKeys = (_: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/**
 * Key under which an unfinished upload of this file is stored. Undefined for sources without a name
 * or a time, such as streams, which cannot be resumed.
 */
const storeKeyOf = (
  baseUrl: string,
  announcement: string,
  { name, lastModified }: Source,
): string | undefined =>
  name !== undefined && lastModified !== undefined
    ? `keepsake:${JSON.stringify([baseUrl, name, Math.trunc(lastModified), announcement])}`
    : undefined;
