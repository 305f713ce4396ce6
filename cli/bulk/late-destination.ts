import type { Destination, StoredObject } from '../../core/bulk/ports.ts';

/** A destination that is opened by its first call. A list needs less, and does not open it. */
export class LateDestination implements Destination {
  readonly #open: () => Promise<Destination>;
  readonly list: Destination['list'];
  #opened: Promise<Destination> | undefined;

  constructor(open: () => Promise<Destination>, list: Destination['list']) {
    this.#open = open;
    this.list = list;
  }

  async head(key: string, versionId?: string): Promise<StoredObject | undefined> {
    return (await this.#destination()).head(key, versionId);
  }

  async sha256(key: string, versionId?: string): Promise<string> {
    return (await this.#destination()).sha256(key, versionId);
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
