import type {
  Batch,
  BatchCounts,
  BatchRecord,
  Lease,
  RecordStatus,
} from '../../../core/bulk/model/batch.ts';
import { isWithin, type RecordsPart } from '../../../core/bulk/model/verification.ts';
import type { Batches } from '../../../core/bulk/ports.ts';
import { AlreadyExists, StaleRecord } from '../../../core/errors.ts';
import type { UnreadableRecord } from '../../../core/shared/model/unreadable-record.ts';
import type { Clock } from '../../../core/shared/ports.ts';
import { complete, readEach } from '../../../core/shared/unreadable.ts';
import { countRecords } from './sqlite-counts.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import { SqliteLeases } from './sqlite-leases.ts';
import { likeRecords } from './sqlite-like-records.ts';
import { SqliteRanges } from './sqlite-ranges.ts';
import { type BatchRow, LastBatch, toBatch, toRecord } from './sqlite-rows.ts';
import { SqliteUnchanged } from './sqlite-unchanged.ts';
import { SqliteUnchangedWrites } from './sqlite-unchanged-writes.ts';
import { rowOf, SqliteWalk } from './sqlite-walk.ts';

const pageSize = 500;

const primaryKeyTaken = 1555;

/** Batches in a local SQLite file, for one machine. Counts are queried, not stored. */
export class SqliteBatches implements Batches {
  readonly #journal: SqliteJournal;
  readonly #leases: SqliteLeases;
  readonly #unchanged: SqliteUnchanged;
  readonly #ranges: SqliteUnchangedWrites;
  readonly #last = new LastBatch();

  readonly ranges: SqliteRanges;

  constructor(journal: SqliteJournal, clock: Clock) {
    this.#journal = journal;
    this.#unchanged = new SqliteUnchanged(journal);
    this.#ranges = new SqliteUnchangedWrites(journal, this.#unchanged);
    this.#leases = new SqliteLeases(journal, clock);
    this.ranges = new SqliteRanges(journal, {
      leases: this.#leases,
      unchanged: this.#unchanged,
      writes: this.#ranges,
    });
  }

  get #parts() {
    return { journal: this.#journal, unchanged: this.#unchanged };
  }

  async create({ lease: _none, ...batch }: Batch): Promise<void> {
    try {
      this.#journal.transaction(() =>
        this.#journal
          .prepared(
            'INSERT INTO batches (batch_id, created_at, revision, body) VALUES (?, ?, ?, ?)',
          )
          .run(batch.batchId, batch.createdAt, batch.revision, JSON.stringify(batch)),
      );
      // Without its batch, no record says whose the objects are that were sent.
      this.#journal.sync();
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== primaryKeyTaken) throw error;
      throw new AlreadyExists(`Batch ${batch.batchId} exists already.`, {
        cause: error,
        context: { batchId: batch.batchId },
      });
    }
  }

  async find(batchId: string): Promise<Batch | undefined> {
    const row = this.#journal.prepared('SELECT * FROM batches WHERE batch_id = ?').get(batchId);
    return row && this.#last.read(row as BatchRow);
  }

  async *list(): AsyncGenerator<Batch> {
    const page = this.#journal.prepared(
      `SELECT * FROM batches WHERE (created_at, batch_id) < (?, ?)
        ORDER BY created_at DESC, batch_id DESC LIMIT ?`,
    );
    const lost: UnreadableRecord[] = [];
    for (let after = ['~', '~'] as [string, string]; ; ) {
      const rows = page.all(...after, pageSize) as BatchRow[];
      const { answer, unreadable } = await readEach(rows, async (row) => toBatch(row));
      yield* answer;
      lost.push(...unreadable);
      const last = rows.at(-1);
      if (!last || rows.length < pageSize) break;
      after = [last.created_at, last.batch_id];
    }
    complete(undefined, lost);
  }

  async save({ lease, ...batch }: Batch): Promise<Batch> {
    const next = { ...batch, revision: batch.revision + 1 };
    const { changes } = this.#journal.transaction(() =>
      this.#journal
        .prepared(
          `UPDATE batches SET body = ?, revision = revision + 1 WHERE batch_id = ?
            AND revision = ?`,
        )
        .run(JSON.stringify(next), batch.batchId, batch.revision),
    );
    if (Number(changes) === 0)
      throw new StaleRecord(`Batch ${batch.batchId} changed meanwhile. Read it again.`, {
        context: { batchId: batch.batchId },
      });
    return lease ? { ...next, lease } : next;
  }

  async lease(batchId: string, holder: string, seconds: number): Promise<Lease | undefined> {
    return this.#leases.take(batchId, holder, seconds);
  }

  async release(batchId: string, lease: Lease): Promise<void> {
    this.#leases.free(batchId, lease);
  }

  async add(
    batchId: string,
    records: readonly BatchRecord[],
    lease: Lease,
  ): Promise<BatchRecord[]> {
    return this.#leases.under(batchId, lease, () => this.#insert(batchId, records));
  }

  async addUnchanged(
    batchId: string,
    unchanged: { earlierId: string; records: readonly BatchRecord[] },
    lease: Lease,
  ): Promise<BatchRecord[]> {
    return this.#leases.under(batchId, lease, () => {
      const rows = this.#ranges.add(batchId, unchanged);
      const added = new Set(this.#insert(batchId, rows));
      const there = new Set(rows.filter((record) => !added.has(record)));
      return unchanged.records.filter((record) => !there.has(record));
    });
  }

  #insert(batchId: string, records: readonly BatchRecord[]): BatchRecord[] {
    const insert = this.#journal.prepared(
      `INSERT INTO records (batch_id, path, record_id, status, bytes, body)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    return this.#ranges
      .unheld(batchId, records)
      .filter(
        (record) =>
          insert.run(
            batchId,
            record.path,
            record.recordId,
            record.status,
            record.sizeBytes ?? 0,
            JSON.stringify(record),
          ).changes !== 0,
      );
  }

  async update(batchId: string, records: readonly BatchRecord[], lease: Lease): Promise<void> {
    this.#leases.under(batchId, lease, () => {
      this.#ranges.release(batchId, records);
      const change = this.#journal.prepared(
        'UPDATE records SET status = ?, bytes = ?, body = ? WHERE batch_id = ? AND path = ?',
      );
      for (const record of records) {
        change.run(
          record.status,
          record.sizeBytes ?? 0,
          JSON.stringify(record),
          batchId,
          record.path,
        );
      }
    });
  }

  async record(batchId: string, recordId: string): Promise<BatchRecord | undefined> {
    this.#journal.indexIds();
    return this.#journal.snapshot(() => {
      const row = rowOf(this.#journal, batchId, recordId);
      if (row) return toRecord(row);
      const path = this.#unchanged.pathOf(batchId, recordId);
      return path === undefined ? undefined : this.#unchanged.find(batchId, path);
    });
  }

  async recordsOf(batchId: string, recordIds: readonly string[]): Promise<BatchRecord[]> {
    const found = await Promise.all(recordIds.map((recordId) => this.record(batchId, recordId)));
    return found.filter((record) => record !== undefined);
  }

  async recordsLike(batchId: string, records: readonly BatchRecord[]): Promise<BatchRecord[]> {
    return this.#journal.snapshot(() => likeRecords(this.#parts, { batchId, records }));
  }

  async *records(
    batchId: string,
    status?: RecordStatus,
    { after, ...ids }: RecordsPart = {},
  ): AsyncGenerator<BatchRecord> {
    if (after !== undefined) this.#journal.indexIds();
    const walk = new SqliteWalk(this.#parts, {
      batchId,
      status,
      ...(after !== undefined && { after }),
    });
    for (const record of walk.records()) if (isWithin(ids, record.recordId)) yield record;
  }

  async counts(batchId: string): Promise<BatchCounts> {
    return this.#journal.snapshot(() => countRecords(this.#parts, batchId));
  }
}
