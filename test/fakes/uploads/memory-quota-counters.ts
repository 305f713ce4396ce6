import type { QuotaCounters } from '../../../core/uploads/ports.ts';
import type { MemoryQuotas } from './memory-quotas.ts';

/** The counters of uploads in memory. */
export class MemoryQuotaCounters implements QuotaCounters {
  readonly #quotas: MemoryQuotas;

  constructor({ quotas }: { quotas: MemoryQuotas }) {
    this.#quotas = quotas;
  }

  async of(ownerId: string): Promise<{ files: number; bytes: number }> {
    return this.#quotas.of(ownerId);
  }
}
