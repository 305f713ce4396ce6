import { createHash } from 'node:crypto';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';

type Held = { bytes: Uint8Array; modifiedAt: string };

type Promised = Pick<SourceFile, 'sha256'>;

type Owner = Pick<SourceFile, 'ownerId' | 'partnerId'>;

/** Base64 SHA-256, as records have it. */
export const sha256Of = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64');

const shutFolder = (path: string): SourceFile => ({
  path,
  location: { kind: 'file', path: '' },
  problem: { code: 'Unreadable', message: 'The file cannot be read.' },
});

/** A folder in a map. */
export class MemorySource implements FileSource {
  readonly kind = 'directory';
  readonly description = './memory';
  readonly #files = new Map<string, Held>();
  readonly #owners = new Map<string, Owner>();
  readonly #promised = new Map<string, Promised>();
  /** For tests: runs before each file is listed; may throw, or change things. */
  onList: (path: string) => void = () => undefined;
  /** For tests: a folder that cannot be read; ends in `/`. */
  shut: string | undefined;
  /** For tests: the paths `list` answered, in order. */
  readonly listed: string[] = [];

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries(files)) this.put(path, text);
  }

  async *list(after?: string): AsyncGenerator<SourceFile[]> {
    if (this.shut !== undefined && (after === undefined || this.shut > after))
      yield [shutFolder(this.shut)];
    for (const path of [...this.#files.keys()].sort()) {
      if (this.shut !== undefined && path.startsWith(this.shut)) continue;
      if (after !== undefined && path <= after) continue;
      this.onList(path);
      this.listed.push(path);
      const file = this.#toFile(path);
      if (file) yield [file];
    }
  }

  async stat(path: string): Promise<SourceFile | undefined> {
    return this.#toFile(path);
  }

  async close(): Promise<void> {}

  /** For tests: writes a file. */
  put(path: string, text: string, modifiedAt = '2020-01-01T00:00:00.000Z'): void {
    this.#files.set(path, { bytes: Buffer.from(text), modifiedAt });
  }

  /**
   * For tests: the file is listed like one of a manifest, without a size or time; with this hash,
   * where there is one.
   */
  promise(path: string, sha256?: string): void {
    this.#promised.set(path, sha256 === undefined ? {} : { sha256 });
  }

  /** For tests: whose the file is listed as. */
  own(path: string, owner: Owner): void {
    this.#owners.set(path, owner);
  }

  /** For tests: deletes a file. */
  delete(path: string): void {
    this.#files.delete(path);
  }

  /** For the engine. */
  read(path: string): Held | undefined {
    return this.#files.get(path);
  }

  #toFile(path: string): SourceFile | undefined {
    const held = this.#files.get(path);
    const promised = this.#promised.get(path);
    const listed = { path, location: { kind: 'file' as const, path }, ...this.#owners.get(path) };
    if (held && promised) return { ...listed, ...promised };
    return (
      held && {
        ...listed,
        sizeBytes: held.bytes.length,
        modifiedAt: held.modifiedAt,
      }
    );
  }
}
