import type { Destination, ListedObject, StoredObject } from '../../../core/bulk/ports.ts';
import { SourceMissing } from '../../../core/errors.ts';
import { sha256Of } from './memory-source.ts';

type Version = { versionId: string; bytes: Uint8Array; metadata: Readonly<Record<string, string>> };

const etagOf = (bytes: Uint8Array): string => `"${sha256Of(bytes).slice(0, 16)}"`;

/** A versioned bucket in a map. */
export class MemoryDestination implements Destination {
  readonly #versions = new Map<string, Version[]>();
  readonly #hidden = new Set<string>();
  #last = 0;
  /** For tests: the removed objects, in order. */
  readonly removed: string[] = [];
  /** For tests: how many listings began. */
  listings = 0;
  /** For tests: unfinished uploads that were thrown away, as `key id`. */
  readonly aborted: string[] = [];

  async head(key: string, versionId?: string): Promise<StoredObject | undefined> {
    const found = this.#find(key, versionId);
    return (
      found && {
        key,
        sizeBytes: found.bytes.length,
        versionId: found.versionId,
        sha256: sha256Of(found.bytes),
        etag: etagOf(found.bytes),
        metadata: found.metadata,
      }
    );
  }

  async *list(after = ''): AsyncGenerator<ListedObject[]> {
    this.listings += 1;
    for (const key of [...this.#versions.keys()].sort()) {
      const current = key > after ? this.#find(key) : undefined;
      if (current) yield [{ key, sizeBytes: current.bytes.length, etag: etagOf(current.bytes) }];
    }
  }

  async sha256(key: string, versionId?: string): Promise<string> {
    const found = this.#find(key, versionId);
    if (!found) throw new SourceMissing(`Nothing is under ${key}.`);
    return sha256Of(found.bytes);
  }

  async *read(key: string, versionId?: string): AsyncGenerator<Uint8Array> {
    const found = this.#find(key, versionId);
    if (!found) throw new SourceMissing(`Nothing is under ${key}.`);
    yield found.bytes;
  }

  async remove(key: string, versionId?: string): Promise<void> {
    const left = (this.#versions.get(key) ?? []).filter(
      (version) => version.versionId !== versionId,
    );
    if (left.length === (this.#versions.get(key)?.length ?? 0)) return;
    this.removed.push(key);
    if (left.length > 0) this.#versions.set(key, left);
    else this.#versions.delete(key);
  }

  async abort(key: string, multipartId: string): Promise<void> {
    this.aborted.push(`${key} ${multipartId}`);
  }

  /** For the engine and for tests: writes a new version. */
  put(
    key: string,
    bytes: Uint8Array | string,
    metadata: Readonly<Record<string, string>> = {},
  ): string {
    this.#last += 1;
    const version = { versionId: `v${this.#last}`, bytes: Buffer.from(bytes), metadata };
    this.#versions.set(key, [...(this.#versions.get(key) ?? []), version]);
    this.#hidden.delete(key);
    return version.versionId;
  }

  /** For tests: a deletion without a version. S3 then only hides the object. */
  hide(key: string): void {
    this.#hidden.add(key);
  }

  /** For tests: bytes rot under the same version. */
  corrupt(key: string, text: string): void {
    const current = this.#find(key);
    if (current) current.bytes = Buffer.from(text);
  }

  /** For tests: the current objects as text. */
  get contents(): Record<string, string> {
    return Object.fromEntries(
      [...this.#versions.keys()]
        .sort()
        .map((key) => [key, Buffer.from(this.#find(key)?.bytes ?? []).toString()]),
    );
  }

  /** For tests: versions there are, of all keys. */
  get versions(): number {
    return [...this.#versions.values()].reduce((sum, versions) => sum + versions.length, 0);
  }

  #find(key: string, versionId?: string): Version | undefined {
    const versions = this.#versions.get(key);
    if (versionId === undefined && this.#hidden.has(key)) return undefined;
    return versionId === undefined
      ? versions?.at(-1)
      : versions?.find((version) => version.versionId === versionId);
  }
}
