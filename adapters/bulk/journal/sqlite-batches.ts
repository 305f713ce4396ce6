import type {
  Batch,
  BatchCounts,
  BatchRecord,
  Lease,
  RecordStatus,
} from '../../../core/bulk/model/batch.ts';
import { noCounts } from '../../../core/bulk/model/batch-counts.ts';
import { isWithin, type RecordsPart } from '../../../core/bulk/model/verification.ts';
import type { Batches } from '../../../core/bulk/ports.ts';
import { AlreadyExists, AttemptSuperseded, StaleRecord } from '../../../core/errors.ts';
import type { Clock } from '../../../core/shared/ports.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import { likeRecords } from './sqlite-like-records.ts';
import { type BatchRow, type RecordRow, toBatch, toRecord } from './sqlite-rows.ts';

const pageSize = 500;

const primaryKeyTaken = 1555;

/**
 * Batches in a local SQLite file, for a command line on one machine. Counts are queried, not
 * stored.
 */
export class SqliteBatches implements Batches {
  readonly #journal: SqliteJournal;
  readonly #clock: Clock;
  #idsIndexed = false;

  constructor(journal: SqliteJournal, clock: Clock) {
    this.#journal = journal;
    this.#clock = clock;
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
    return row && toBatch(row as BatchRow);
  }

  async *list(): AsyncGenerator<Batch> {
    const page = this.#journal.prepared(
      `SELECT * FROM batches WHERE (created_at, batch_id) < (?, ?)
        ORDER BY created_at DESC, batch_id DESC LIMIT ?`,
    );
    for (let after = ['~', '~'] as [string, string]; ; ) {
      const rows = page.all(...after, pageSize) as BatchRow[];
      const batches = rows.map(toBatch);
      yield* batches;
      const last = batches.at(-1);
      if (!last || rows.length < pageSize) return;
      after = [last.createdAt, last.batchId];
    }
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
    const now = this.#clock.now();
    const expiresAt = new Date(now.getTime() + seconds * 1000).toISOString();
    const take = this.#journal.prepared(
      `UPDATE batches SET fence = fence + (holder IS NOT ?1), holder = ?1, expires_at = ?2
         WHERE batch_id = ?3 AND (holder IS NULL OR holder = ?1 OR expires_at <= ?4)
         RETURNING fence`,
    );
    const row = this.#journal.transaction(() =>
      take.get(holder, expiresAt, batchId, now.toISOString()),
    );
    return row && { holder, fence: Number(row.fence), expiresAt };
  }

  async release(batchId: string, { fence }: Lease): Promise<void> {
    const free = this.#journal.prepared(
      'UPDATE batches SET holder = NULL, expires_at = NULL WHERE batch_id = ? AND fence = ?',
    );
    this.#journal.transaction(() => free.run(batchId, fence));
  }

  async add(
    batchId: string,
    records: readonly BatchRecord[],
    lease: Lease,
  ): Promise<BatchRecord[]> {
    return this.#underLease(batchId, lease, () => {
      const insert = this.#journal.prepared(
        `INSERT INTO records (batch_id, path, record_id, status, bytes, body)
          VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      );
      return records.filter(
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
    });
  }

  async update(batchId: string, records: readonly BatchRecord[], lease: Lease): Promise<void> {
    this.#underLease(batchId, lease, () => {
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
    const row = this.#rowOf(batchId, recordId);
    return row && toRecord(row);
  }

  async recordsOf(batchId: string, recordIds: readonly string[]): Promise<BatchRecord[]> {
    const found = await Promise.all(recordIds.map((recordId) => this.record(batchId, recordId)));
    return found.filter((record) => record !== undefined);
  }

  async recordsLike(batchId: string, records: readonly BatchRecord[]): Promise<BatchRecord[]> {
    return likeRecords(this.#journal, batchId, records);
  }

  /** Reads a page at a time, so that no read stays open during a write. */
  async *records(
    batchId: string,
    status?: RecordStatus,
    { after: afterRecord, ...ids }: RecordsPart = {},
  ): AsyncGenerator<BatchRecord> {
    const page = this.#journal.prepared(
      `SELECT seq, body FROM records WHERE batch_id = ? ${status ? 'AND status = ?' : ''}
        AND seq > ? ORDER BY seq LIMIT ${pageSize}`,
    );
    for (let after = this.#position(batchId, afterRecord); ; ) {
      const rows = page.all(batchId, ...(status ? [status] : []), after) as RecordRow[];
      yield* rows.map(toRecord).filter(({ recordId }) => isWithin(ids, recordId));
      const last = rows.at(-1);
      if (!last || rows.length < pageSize) return;
      after = last.seq;
    }
  }

  #position(batchId: string, recordId: string | undefined): number {
    return recordId === undefined ? 0 : (this.#rowOf(batchId, recordId)?.seq ?? 0);
  }

  #rowOf(batchId: string, recordId: string): RecordRow | undefined {
    this.#indexIds();
    const row = this.#journal
      .prepared('SELECT seq, body FROM records WHERE batch_id = ? AND record_id = ?')
      .get(batchId, recordId);
    return row as RecordRow | undefined;
  }

  /**
   * Only who verifies looks records up by id: sorting a million of them then takes a second;
   * keeping them sorted while they come took twenty.
   */
  #indexIds(): void {
    if (this.#idsIndexed) return;
    this.#journal.transaction(() =>
      this.#journal
        .prepared('CREATE INDEX IF NOT EXISTS records_by_id ON records (batch_id, record_id)')
        .run(),
    );
    this.#idsIndexed = true;
  }

  async counts(batchId: string): Promise<BatchCounts> {
    const rows = this.#journal
      .prepared(
        `SELECT status, count(*) AS files, sum(bytes) AS bytes FROM records WHERE batch_id = ?
          GROUP BY status`,
      )
      .all(batchId) as { status: RecordStatus; files: number; bytes: number }[];
    const counts = noCounts();
    for (const { status, files, bytes } of rows) counts[status] = { files, bytes };
    return counts;
  }

  #underLease<Answer>(batchId: string, { fence }: Lease, work: () => Answer): Answer {
    return this.#journal.transaction(() => {
      const row = this.#journal
        .prepared('SELECT holder, fence FROM batches WHERE batch_id = ?')
        .get(batchId);
      if (row?.fence !== fence || row.holder === null)
        throw new AttemptSuperseded(`Somebody else holds batch ${batchId} by now.`, {
          context: { batchId },
        });
      return work();
    });
  }
}
