import type { Erasure } from '../../../core/retention/model/erasure.ts';
import type { Erasures } from '../../../core/retention/ports.ts';

/** The erasure ledger in a map. */
export class MemoryErasures implements Erasures {
  readonly #entries = new Map<string, Erasure>();

  async find(uploadId: string): Promise<Erasure | undefined> {
    return structuredClone(this.#entries.get(uploadId));
  }

  put(erasure: Erasure): void {
    this.#entries.set(erasure.uploadId, structuredClone(erasure));
  }

  /** For tests: every entry there is. */
  get all(): Erasure[] {
    return structuredClone([...this.#entries.values()]);
  }
}
