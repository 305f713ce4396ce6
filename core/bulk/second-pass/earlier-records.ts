import { readableBatches } from '../list-batches.ts';
import type { Batch, BatchPlan, BatchRecord } from '../model/batch.ts';
import { isArrived } from '../model/batch-record.ts';
import type { Batches } from '../ports.ts';

/** More are not searched: a file that is in none of them is sent as if it were new. */
const mostBatches = 10;

/** Plans come from a journal, whose schema gives their options an order. */
const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** True for batches that give the same file the same key. */
const hasSameKeys = (a: BatchPlan, b: BatchPlan): boolean =>
  a.source.kind === b.source.kind &&
  isEqual(a.source.options, b.source.options) &&
  a.target.bucket === b.target.bucket &&
  a.target.prefix === b.target.prefix &&
  a.target.endpoint === b.target.endpoint &&
  a.register?.ownerId === b.register?.ownerId &&
  a.register?.category === b.register?.category;

/** Records of files by earlier batches from the same source to the same destination. */
export class EarlierRecords {
  readonly #batches: Batches;
  /** Newest first. */
  readonly #batchIds: readonly string[];

  /**
   * `undefined` if there is no such batch. One that cannot be read is left out: its files are
   * looked at as those of no batch are.
   */
  static async find(batches: Batches, batch: Batch): Promise<EarlierRecords | undefined> {
    const batchIds: string[] = [];
    for await (const other of readableBatches(batches)) {
      if (other.batchId === batch.batchId || other.createdAt > batch.createdAt) continue;
      if (!other.startedAt || !hasSameKeys(other.plan, batch.plan)) continue;
      batchIds.push(other.batchId);
      if (batchIds.length === mostBatches) break;
    }
    return batchIds.length === 0 ? undefined : new EarlierRecords(batches, batchIds);
  }

  private constructor(batches: Batches, batchIds: readonly string[]) {
    this.#batches = batches;
    this.#batchIds = batchIds;
  }

  get newestId(): string | undefined {
    return this.#batchIds[0];
  }

  /** The newest record of each file that arrived in an earlier batch, by record id. */
  async of(records: readonly BatchRecord[]): Promise<ReadonlyMap<string, BatchRecord>> {
    const found = new Map<string, BatchRecord>();
    let left = records;
    for (const batchId of this.#batchIds) {
      if (left.length === 0) break;
      for (const record of await this.#batches.recordsLike(batchId, left))
        if (isArrived(record)) found.set(record.recordId, record);
      left = left.filter(({ recordId }) => !found.has(recordId));
    }
    return found;
  }
}
