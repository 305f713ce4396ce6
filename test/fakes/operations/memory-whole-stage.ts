import type { KeptVersion, KeptVersions, RegisteredFiles } from '../../../core/operations/ports.ts';
import type { UnreadableRecord } from '../../../core/shared/model/unreadable-record.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';

/** Pages of so many items; a position is the number of items before it. */
function* pagesIn<Item>(all: readonly Item[], size: number, after = '0') {
  for (let start = Number(after); start === Number(after) || start < all.length; start += size) {
    const next = start + size < all.length ? `${start + size}` : undefined;
    yield { items: all.slice(start, start + size), next };
  }
}

/** Versions in permanent storage, in pages of two unless told. */
export class MemoryKeptVersions implements KeptVersions {
  readonly #all: () => readonly KeptVersion[];
  readonly #pageSize: number;

  constructor(all: () => readonly KeptVersion[] = () => [], pageSize = 2) {
    this.#all = all;
    this.#pageSize = pageSize;
  }

  async *pages(prefix: string | undefined, after?: string) {
    const wanted = this.#all().filter(({ key }) => prefix === undefined || key.startsWith(prefix));
    for (const { items, next } of pagesIn(wanted, this.#pageSize, after))
      yield { versions: items, next };
  }
}

/** Permanent uploads, in pages of two; records that cannot be read are told with the last one. */
export class MemoryRegisteredFiles implements RegisteredFiles {
  readonly #all: () => readonly Upload[];
  unreadable: readonly UnreadableRecord[] = [];

  constructor(all: () => readonly Upload[] = () => []) {
    this.#all = all;
  }

  async *pages(after?: string) {
    for (const { items, next } of pagesIn(this.#all(), 2, after))
      yield { uploads: items, unreadable: next === undefined ? this.unreadable : [], next };
  }
}
