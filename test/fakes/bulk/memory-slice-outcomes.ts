import type { SliceOutcome } from '../../../core/bulk/model/verification.ts';
import type { SliceOutcomes } from '../../../core/bulk/ports.ts';

/** Outcomes of slices in a map. Values are copied in and out. */
export class MemorySliceOutcomes implements SliceOutcomes {
  readonly #outcomes = new Map<string, Map<string, SliceOutcome>>();

  async put(batchId: string, startedAt: string, outcome: SliceOutcome): Promise<void> {
    const of = this.#of(batchId, startedAt);
    of.set(outcome.slice, structuredClone(outcome));
  }

  async list(batchId: string, startedAt: string): Promise<SliceOutcome[]> {
    return structuredClone([...this.#of(batchId, startedAt).values()]);
  }

  #of(batchId: string, startedAt: string): Map<string, SliceOutcome> {
    const name = `${batchId} ${startedAt}`;
    const found = this.#outcomes.get(name) ?? new Map<string, SliceOutcome>();
    this.#outcomes.set(name, found);
    return found;
  }
}
