import { type Erasure, erasurePosition } from '../../../core/retention/model/erasure.ts';
import type { Erasures } from '../../../core/retention/ports.ts';
import type { Stretch } from '../../../core/shared/model/stretch.ts';

/** The erasure ledger in a map. */
export class MemoryErasures implements Erasures {
  readonly #entries = new Map<string, Erasure>();

  async find(uploadId: string): Promise<Erasure | undefined> {
    return structuredClone(this.#entries.get(uploadId));
  }

  async list({ limit, after }: Stretch): Promise<{ entries: Erasure[]; next?: string }> {
    const all = this.all
      .filter((entry) => after === undefined || erasurePosition(entry) < after)
      .sort((a, b) => (erasurePosition(a) > erasurePosition(b) ? -1 : 1));
    const entries = all.slice(0, limit);
    const last = entries.at(-1);
    return { entries, ...(all.length > limit && last && { next: erasurePosition(last) }) };
  }

  put(erasure: Erasure): void {
    this.#entries.set(erasure.uploadId, structuredClone(erasure));
  }

  /** For tests: every entry there is. */
  get all(): Erasure[] {
    return structuredClone([...this.#entries.values()]);
  }
}
