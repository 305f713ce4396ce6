import type { Destination, StoredObject } from '../../core/bulk/ports.ts';

/** A destination that is opened by its first call. */
export class LateDestination implements Destination {
  readonly #open: () => Promise<Destination>;
  #opened: Promise<Destination> | undefined;

  constructor(open: () => Promise<Destination>) {
    this.#open = open;
  }

  async head(key: string, versionId?: string): Promise<StoredObject | undefined> {
    return (await this.#destination()).head(key, versionId);
  }

  async *list(after?: string): ReturnType<Destination['list']> {
    yield* (await this.#destination()).list(after);
  }

  async sha256(key: string, versionId?: string): Promise<string> {
    return (await this.#destination()).sha256(key, versionId);
  }

  async read(key: string, versionId?: string): Promise<AsyncIterable<Uint8Array>> {
    return (await this.#destination()).read(key, versionId);
  }

  async remove(key: string, versionId?: string): Promise<void> {
    return (await this.#destination()).remove(key, versionId);
  }

  async abort(key: string, multipartId: string): Promise<void> {
    return (await this.#destination()).abort(key, multipartId);
  }

  #destination(): Promise<Destination> {
    this.#opened ??= this.#open();
    return this.#opened;
  }
}
