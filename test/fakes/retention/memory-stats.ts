import { StaleRecord } from '../../../core/errors.ts';
import type { Counted, CounterDelta, Tally } from '../../../core/retention/model/upload-count.ts';
import type { CountMark, Stats, StatsReading } from '../../../core/retention/ports.ts';
import { MemoryQuotas } from '../uploads/memory-quotas.ts';

const dayPrefix = 'day#';

/** Counters and marks in maps; counting is all or nothing. */
export class MemoryStats implements Stats {
  readonly quotas: MemoryQuotas;
  readonly #marks = new Map<string, Counted>();
  readonly #counters = new MemoryQuotas();

  constructor(quotas = new MemoryQuotas()) {
    this.quotas = quotas;
  }

  async countedMany(uploadIds: readonly string[]): Promise<Counted[]> {
    return structuredClone(
      [...new Set(uploadIds)].flatMap((uploadId) => this.#marks.get(uploadId) ?? []),
    );
  }

  async count(changes: {
    marks: readonly CountMark[];
    counters: readonly CounterDelta[];
    holders: readonly CounterDelta[];
  }): Promise<void> {
    const { marks, counters, holders } = changes;
    if (marks.length + counters.length + holders.length > 100)
      throw new Error('a transaction holds 100 items');
    const stale = marks.find(({ mark, over }) => this.#marks.get(mark.uploadId)?.revision !== over);
    if (stale) throw new StaleRecord(`Upload ${stale.mark.uploadId} was counted meanwhile.`);
    for (const { mark } of marks) this.#marks.set(mark.uploadId, structuredClone(mark));
    this.#counters.move(counters);
    this.quotas.move(holders);
  }

  async read(sinceDay: string): Promise<StatsReading> {
    const reading: { totals: Record<string, Tally>; days: Record<string, Tally> } = {
      totals: {},
      days: {},
    };
    for (const [name, tally] of Object.entries(this.#counters.all)) {
      const day = name.startsWith(dayPrefix) ? name.slice(dayPrefix.length) : undefined;
      if (day === undefined) reading.totals[name] = tally;
      else if (day >= sinceDay) reading.days[day] = tally;
    }
    return reading;
  }
}
