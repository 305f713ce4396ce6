import type { Counted, CounterDelta, Tally } from './model/upload-count.ts';

/** What an upload was last counted as, and the mark it is to replace: `over` is that one's revision, absent when there is none. */
export type CountMark = { mark: Counted; over: number | undefined };

/** Figures of all uploads on record: by name (`category#photo`, …) and by day of creation (`2030-01-31`). */
export type StatsReading = { totals: Record<string, Tally>; days: Record<string, Tally> };

/** Counters of uploads. */
export interface Stats {
  /** What these uploads were last counted as, in no particular order; those never counted are left out. */
  countedMany(uploadIds: readonly string[]): Promise<Counted[]>;
  /** One transaction of at most 100 items: marks, counters, holders' quotas. Throws `StaleRecord` when a mark is not the one to be replaced. */
  count(changes: { marks: readonly CountMark[]; counters: readonly CounterDelta[]; holders: readonly CounterDelta[] }): Promise<void>;
  /** Days from `sinceDay` on; never scans. */
  read(sinceDay: string): Promise<StatsReading>;
}
