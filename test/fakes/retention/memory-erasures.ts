import {
  type Erasure,
  erasedId,
  erasurePosition,
  type LedgerEntry,
} from '../../../core/retention/model/erasure.ts';
import type { Erasures } from '../../../core/retention/ports.ts';
import type { Stretch } from '../../../core/shared/model/stretch.ts';

/** The erasure ledger in a map. */
export class MemoryErasures implements Erasures {
  readonly #entries = new Map<string, LedgerEntry>();

  async find(uploadId: string): Promise<Erasure | undefined> {
    const entry = this.#entries.get(uploadId);
    return entry && 'category' in entry ? structuredClone(entry) : undefined;
  }

  async list({ limit, after }: Stretch): Promise<{ entries: LedgerEntry[]; next?: string }> {
    const all = this.all
      .filter((entry) => after === undefined || erasurePosition(entry) < after)
      .sort((a, b) => (erasurePosition(a) > erasurePosition(b) ? -1 : 1));
    const entries = all.slice(0, limit);
    const last = entries.at(-1);
    return { entries, ...(all.length > limit && last && { next: erasurePosition(last) }) };
  }

  put(entry: LedgerEntry): void {
    this.#entries.set(erasedId(entry), structuredClone(entry));
  }

  /** For tests: every entry there is. */
  get all(): LedgerEntry[] {
    return structuredClone([...this.#entries.values()]);
  }
}
