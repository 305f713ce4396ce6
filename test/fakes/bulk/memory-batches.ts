import type {
  Batch,
  BatchCounts,
  BatchRecord,
  Lease,
  RecordStatus,
} from '../../../core/bulk/model/batch.ts';
import { count, noCounts } from '../../../core/bulk/model/batch-counts.ts';
import { isWithin, type RecordsPart } from '../../../core/bulk/model/verification.ts';
import type { Batches } from '../../../core/bulk/ports.ts';
import { AlreadyExists, AttemptSuperseded, StaleRecord } from '../../../core/errors.ts';
import type { Clock } from '../../../core/shared/ports.ts';

type Entry = {
  batch: Batch;
  lease: Lease | undefined;
  fence: number;
  records: Map<string, BatchRecord>;
};

/** Batches in maps. Values are copied in and out. */
export class MemoryBatches implements Batches {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async create(batch: Batch): Promise<void> {
    if (this.#entries.has(batch.batchId))
      throw new AlreadyExists(`Batch ${batch.batchId} exists already.`);
    this.#entries.set(batch.batchId, {
      batch: structuredClone(batch),
      lease: undefined,
      fence: 0,
      records: new Map(),
    });
  }

  async find(batchId: string): Promise<Batch | undefined> {
    const entry = this.#entries.get(batchId);
    return entry && structuredClone({ ...entry.batch, ...(entry.lease && { lease: entry.lease }) });
  }

  async *list(): AsyncGenerator<Batch> {
    const all = [...this.#entries.values()].map(({ batch }) => batch);
    yield* structuredClone(all.sort((a, b) => b.createdAt.localeCompare(a.createdAt)));
  }

  async save({ lease: _elsewhere, ...batch }: Batch): Promise<Batch> {
    const entry = this.#entries.get(batch.batchId);
    if (entry?.batch.revision !== batch.revision)
      throw new StaleRecord(`Batch ${batch.batchId} changed meanwhile.`);
    entry.batch = structuredClone({ ...batch, revision: batch.revision + 1 });
    return (await this.find(batch.batchId)) as Batch;
  }

  async lease(batchId: string, holder: string, seconds: number): Promise<Lease | undefined> {
    const entry = this.#entries.get(batchId);
    const now = this.#clock.now();
    if (
      !entry ||
      (entry.lease && entry.lease.holder !== holder && new Date(entry.lease.expiresAt) > now)
    )
      return undefined;
    if (entry.lease?.holder !== holder) entry.fence += 1;
    entry.lease = {
      holder,
      fence: entry.fence,
      expiresAt: new Date(now.getTime() + seconds * 1000).toISOString(),
    };
    return { ...entry.lease };
  }

  async release(batchId: string, lease: Lease): Promise<void> {
    const entry = this.#entries.get(batchId);
    if (entry?.lease?.fence === lease.fence) entry.lease = undefined;
  }

  async add(
    batchId: string,
    records: readonly BatchRecord[],
    lease: Lease,
  ): Promise<BatchRecord[]> {
    const stored = this.#held(batchId, lease);
    const added = records.filter(({ recordId }) => !stored.has(recordId));
    for (const record of added) stored.set(record.recordId, structuredClone(record));
    return structuredClone(added);
  }

  addUnchanged(
    batchId: string,
    { records }: { records: readonly BatchRecord[] },
    lease: Lease,
  ): Promise<BatchRecord[]> {
    return this.add(batchId, records, lease);
  }

  async update(batchId: string, records: readonly BatchRecord[], lease: Lease): Promise<void> {
    const stored = this.#held(batchId, lease);
    for (const record of records) stored.set(record.recordId, structuredClone(record));
  }

  async record(batchId: string, recordId: string): Promise<BatchRecord | undefined> {
    return structuredClone(this.#entries.get(batchId)?.records.get(recordId));
  }

  async recordsOf(batchId: string, recordIds: readonly string[]): Promise<BatchRecord[]> {
    const found = await Promise.all(recordIds.map((recordId) => this.record(batchId, recordId)));
    return found.filter((record) => record !== undefined);
  }

  recordsLike(batchId: string, records: readonly BatchRecord[]): Promise<BatchRecord[]> {
    return this.recordsOf(
      batchId,
      records.map(({ recordId }) => recordId),
    );
  }

  async *records(
    batchId: string,
    status?: RecordStatus,
    { after, ...range }: RecordsPart = {},
  ): AsyncGenerator<BatchRecord> {
    const stored = this.#entries.get(batchId)?.records ?? new Map<string, BatchRecord>();
    const ids = [...stored.keys()];
    for (const id of ids.slice(after === undefined ? 0 : ids.indexOf(after) + 1)) {
      const record = stored.get(id);
      if (record && isWithin(range, id) && (status === undefined || record.status === status))
        yield structuredClone(record);
    }
  }

  async counts(batchId: string): Promise<BatchCounts> {
    const counts = noCounts();
    for await (const record of this.records(batchId)) count(counts, record);
    return counts;
  }

  #held(batchId: string, { fence }: Lease): Map<string, BatchRecord> {
    const entry = this.#entries.get(batchId);
    if (!entry || entry.lease?.fence !== fence)
      throw new AttemptSuperseded(`Somebody else holds batch ${batchId}.`);
    return entry.records;
  }

  /** For tests: every batch there is. */
  get all(): Batch[] {
    return structuredClone([...this.#entries.values()].map(({ batch }) => batch));
  }
}
