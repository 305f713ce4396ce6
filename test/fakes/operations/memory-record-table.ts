import type { Backup, RecordTable, StoredItem } from '../../../core/operations/ports.ts';

/** Items in a map, by their key. Values are copied in and out. */
export class MemoryRecordTable implements RecordTable, Backup {
  readonly keyFields: readonly string[];
  readonly #items = new Map<string, StoredItem>();

  constructor(keyFields: readonly string[], items: readonly StoredItem[] = []) {
    this.keyFields = keyFields;
    for (const item of items) this.#items.set(this.#idOf(item), structuredClone(item));
  }

  /** For tests: every item. */
  get all(): StoredItem[] {
    return structuredClone([...this.#items.values()]);
  }

  async *pages(): AsyncGenerator<StoredItem[]> {
    yield this.all;
  }

  async findMany(keys: readonly StoredItem[]): Promise<(StoredItem | undefined)[]> {
    return keys.map((key) => structuredClone(this.#items.get(this.#idOf(key))));
  }

  async put(item: StoredItem, over: StoredItem | undefined): Promise<boolean> {
    const present = this.#items.get(this.#idOf(item));
    if (over ? present?.writeId !== over.writeId : present !== undefined) return false;
    this.#items.set(this.#idOf(item), structuredClone(item));
    return true;
  }

  #idOf(item: StoredItem): string {
    return JSON.stringify(this.keyFields.map((field) => item[field]));
  }
}
