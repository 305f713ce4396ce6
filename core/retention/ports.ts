import type { Stretch } from '../shared/model/stretch.ts';
import type { Erasure, LedgerEntry } from './model/erasure.ts';
import type { OwnerErasure } from './model/owner-erasure.ts';
import type { Counted, CounterDelta, Tally } from './model/upload-count.ts';

/** The erasure ledger: each erased record with time and requester; kept for good. */
export interface Erasures {
  find(uploadId: string): Promise<Erasure | undefined>;
  /** Newest first; `next` when there are more. Eventually consistent. */
  list(stretch: Stretch): Promise<{ entries: LedgerEntry[]; next?: string }>;
}

/** Requests to erase owners, the latest of each owner; kept beside the ledger. */
export interface OwnerErasures {
  /** Consistent. */
  find(ownerId: string): Promise<OwnerErasure | undefined>;
  /** Replaces an earlier request of the same owner. Idempotent. */
  begin(request: OwnerErasure): Promise<void>;
  /** Writes over the request, unless the owner's erasure was requested again meanwhile. */
  save(request: OwnerErasure): Promise<void>;
  /** Owners whose erasure is not finished; eventually consistent. */
  open(): AsyncIterable<string>;
}

/**
 * An upload's counted state, and the mark that it replaces: `over` is the revision of that mark,
 * `undefined` for an upload without a mark.
 */
export type CountMark = { mark: Counted; over: number | undefined };

/** Figures of all uploads: by name (`category#photo`, …) and by creation day (`2030-01-31`). */
export type StatsReading = { totals: Record<string, Tally>; days: Record<string, Tally> };

/** Counters of uploads. */
export interface Stats {
  /** Last counted states of these uploads, unordered; uploads never counted are left out. */
  countedMany(uploadIds: readonly string[]): Promise<Counted[]>;
  /**
   * One transaction of at most 100 items: marks, counters, holders' quotas. Throws `StaleRecord`
   * when a mark is not the one to be replaced.
   */
  count(changes: {
    marks: readonly CountMark[];
    counters: readonly CounterDelta[];
    holders: readonly CounterDelta[];
  }): Promise<void>;
  /** Days from `sinceDay` on; never scans. */
  read(sinceDay: string): Promise<StatsReading>;
}

/** A file in temporary storage, and when it was stored. */
export type TemporaryFile = { key: string; storedAt: Date };

/** Temporary storage, to find old files. */
export interface TemporaryFiles {
  /** At most `limit` (1..1,000) files after a key, in the order of keys. */
  after(key: string, limit: number): Promise<TemporaryFile[]>;
}
