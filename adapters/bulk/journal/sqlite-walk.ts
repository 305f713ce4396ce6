import type { BatchRecord, RecordStatus } from '../../../core/bulk/model/batch.ts';
import { isBefore } from '../../../core/shared/byte-order.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import { type RecordRow, toRecord } from './sqlite-rows.ts';
import type { SqliteUnchanged } from './sqlite-unchanged.ts';

const pageSize = 500;

type Parts = { journal: SqliteJournal; unchanged: SqliteUnchanged };

/** Whose records, and after which of them. */
export type WalkOptions = { batchId: string; status?: RecordStatus | undefined; after?: string };

/**
 * Goes over the records of a batch: the rows first, then the ranges. Meanwhile another process may
 * take a record out of a range, which makes a row of it, behind all others. Each range is therefore
 * read together with the rows that are new, in one look at the journal: no record is missed, and
 * none comes twice.
 */
export class SqliteWalk {
  readonly #journal: SqliteJournal;
  readonly #unchanged: SqliteUnchanged;
  readonly #batchId: string;
  readonly #status: RecordStatus | undefined;
  /** The last row that was read. */
  #seq = 0;
  /** The last path of the ranges that were read. */
  #path: string | undefined;

  constructor({ journal, unchanged }: Parts, { batchId, status, after }: WalkOptions) {
    this.#journal = journal;
    this.#unchanged = unchanged;
    this.#batchId = batchId;
    this.#status = status;
    if (after !== undefined) journal.snapshot(() => this.#goTo(after));
  }

  /** Reads a page at a time, so that no read stays open during a write. */
  *records(): Generator<BatchRecord> {
    if (this.#path === undefined) yield* this.#rows();
    if (this.#status !== undefined && this.#status !== 'skipped') return;
    for (;;) {
      const next = this.#journal.snapshot(() => this.#nextRange());
      yield* next.records;
      if (next.isLast) return;
    }
  }

  #goTo(recordId: string): void {
    const row = rowOf(this.#journal, this.#batchId, recordId);
    this.#path = row ? undefined : this.#unchanged.pathOf(this.#batchId, recordId);
    this.#seq = row?.seq ?? (this.#path === undefined ? 0 : this.#lastSeq());
  }

  *#rows(): Generator<BatchRecord> {
    for (;;) {
      const rows = this.#page();
      yield* rows.map(toRecord);
      if (rows.length < pageSize) return;
    }
  }

  #page(): RecordRow[] {
    const statement = this.#journal.prepared(
      `SELECT seq, body FROM records WHERE batch_id = ? ${this.#status ? 'AND status = ?' : ''}
        AND seq > ? ORDER BY seq LIMIT ${pageSize}`,
    );
    const status = this.#status ? [this.#status] : [];
    const rows = statement.all(this.#batchId, ...status, this.#seq) as RecordRow[];
    this.#seq = rows.at(-1)?.seq ?? this.#seq;
    return rows;
  }

  /** A path that was passed is either read already, or was not on record when it was passed. */
  #nextRange(): { records: BatchRecord[]; isLast: boolean } {
    const passed = this.#path;
    const moved = [...this.#rows()].filter(
      ({ path }) => passed === undefined || isBefore(passed, path),
    );
    const range = this.#unchanged.rangeAfter(this.#batchId, passed);
    this.#path = range?.lastPath ?? passed;
    return { records: [...moved, ...(range?.records ?? [])], isLast: range === undefined };
  }

  #lastSeq(): number {
    const last = this.#journal.prepared('SELECT max(seq) AS seq FROM records WHERE batch_id = ?');
    return Number(last.get(this.#batchId)?.seq ?? 0);
  }
}

/** The row of a record; `undefined` if it has none. */
export const rowOf = (
  journal: SqliteJournal,
  batchId: string,
  recordId: string,
): RecordRow | undefined => {
  const row = journal
    .prepared('SELECT seq, body FROM records WHERE batch_id = ? AND record_id = ?')
    .get(batchId, recordId);
  return row as RecordRow | undefined;
};
