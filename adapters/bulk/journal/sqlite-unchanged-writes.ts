import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import { isBefore } from '../../../core/shared/byte-order.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import {
  type Ends,
  endsOf,
  recordOf,
  type Span,
  type SqliteUnchanged,
} from './sqlite-unchanged.ts';

/** Writes the ranges of unchanged files, in transactions of its caller. */
export class SqliteUnchangedWrites {
  readonly #journal: SqliteJournal;
  readonly #unchanged: SqliteUnchanged;

  constructor(journal: SqliteJournal, unchanged: SqliteUnchanged) {
    this.#journal = journal;
    this.#unchanged = unchanged;
  }

  /** Adds records as ranges, and answers those that need rows of their own. */
  add(
    batchId: string,
    { earlierId, records }: { earlierId: string; records: readonly BatchRecord[] },
  ): BatchRecord[] {
    if (!this.#unchanged.isAsSeen(earlierId)) return [...records];
    // After a crash some of them may be here already.
    if (this.#holds(batchId, endsOf(records.map(({ path }) => path)))) return [...records];
    return this.#byOwner(earlierId, records).flatMap(([owner, part]) =>
      this.#addPart({ batchId, owner, sinceId: earlierId }, part),
    );
  }

  /**
   * Those of the records that the batch does not have in a range. Call before rows are added: the
   * ranges of later batches do not have them.
   */
  unheld(batchId: string, records: readonly BatchRecord[]): readonly BatchRecord[] {
    if (!this.#isTouched(batchId, records)) return records;
    const fresh = records.filter(({ path }) => this.#unchanged.find(batchId, path) === undefined);
    this.release(batchId, fresh);
    return fresh;
  }

  /**
   * Takes records out of the ranges of this batch and of later ones, which get rows of their own.
   * Call before rows are changed.
   */
  release(batchId: string, records: readonly BatchRecord[]): void {
    if (!this.#isTouched(batchId, records)) return;
    for (const { path } of records)
      for (const span of this.#touching(batchId, { low: path, high: path })) {
        const isRow = this.#copyRow(span, path);
        if (isRow || span.earlier_id === batchId) this.#cut(span, path);
      }
  }

  /** Writes the record of a path as a row; false if the range does not have it. */
  #copyRow(span: Span, path: string): boolean {
    const row = this.#journal
      .prepared('SELECT record_id, bytes, body FROM records WHERE batch_id = ? AND path = ?')
      .get(span.earlier_id, path) as { record_id: string; bytes: number; body: string } | undefined;
    if (!row) return false;
    const { status, ...record } = recordOf(row.body, span);
    const body = JSON.stringify({ ...record, status });
    this.#journal
      .prepared(
        `INSERT INTO records (batch_id, path, record_id, status, bytes, body)
          VALUES (?, ?, ?, ?, ?, ?)`,
      )
      .run(span.batch_id, path, row.record_id, status, row.bytes, body);
    return true;
  }

  /** Leaves what is before and what is after a path. */
  #cut(span: Span, path: string): void {
    const { batch_id, earlier_id, since_id, added_at, first_path, last_path } = span;
    this.#journal
      .prepared('DELETE FROM unchanged WHERE batch_id = ? AND first_path = ?')
      .run(batch_id, first_path);
    const insert = this.#journal.prepared(
      `INSERT INTO unchanged SELECT ?1, min(path), max(path), ?2, ?3, ?4, count(*), sum(bytes)
        FROM records WHERE batch_id = ?2 AND path BETWEEN ?5 AND ?6 AND path <> ?7
        HAVING count(*) > 0`,
    );
    for (const [from, to] of [
      [first_path, path],
      [path, last_path],
    ] as const)
      insert.run(batch_id, earlier_id, since_id, added_at, from, to, path);
  }

  #isTouched(batchId: string, records: readonly BatchRecord[]): boolean {
    return this.#touching(batchId, endsOf(records.map(({ path }) => path))).length > 0;
  }

  /** Ranges of the batch, and of its rows, that have to do with a range of paths. */
  #touching(batchId: string, { low, high }: Ends): Span[] {
    const later = this.#journal.prepared(
      'SELECT * FROM unchanged WHERE earlier_id = ? AND first_path <= ? AND last_path >= ?',
    );
    return [
      ...this.#unchanged.spans(batchId, { low, high }),
      ...(later.all(batchId, high, low) as unknown as Span[]),
    ];
  }

  #holds(batchId: string, { low, high }: Ends): boolean {
    const row = this.#journal.prepared(
      'SELECT 1 FROM records WHERE batch_id = ? AND path BETWEEN ? AND ? LIMIT 1',
    );
    return (
      row.get(batchId, low, high) !== undefined ||
      this.#unchanged.spans(batchId, { low, high }).length > 0
    );
  }

  /** Neighbours whose rows one batch has. The earlier batch may itself have ranges. */
  #byOwner(earlierId: string, records: readonly BatchRecord[]): [string, BatchRecord[]][] {
    const spans = this.#unchanged.spans(earlierId, endsOf(records.map(({ path }) => path)));
    const parts: [string, BatchRecord[]][] = [];
    let at = 0;
    for (const record of records) {
      while (isBefore(spans[at]?.last_path ?? record.path, record.path)) at += 1;
      const span = spans[at];
      const isInside = span !== undefined && !isBefore(record.path, span.first_path);
      const owner = isInside ? span.earlier_id : earlierId;
      const part = parts.at(-1);
      if (part?.[0] === owner) part[1].push(record);
      else parts.push([owner, [record]]);
    }
    return parts;
  }

  /** One range if the owner has exactly these files there, all arrived, else one for each half. */
  #addPart(
    ids: { batchId: string; owner: string; sinceId: string },
    records: readonly BatchRecord[],
  ): BatchRecord[] {
    const [first, last] = [records[0], records.at(-1)];
    if (!first || !last) return [];
    const { paths, bytes, arrived } = this.#journal
      .prepared(
        `SELECT group_concat(path, char(10) ORDER BY path) AS paths, sum(bytes) AS bytes,
            min(status IN ('transferred', 'skipped')) AS arrived
          FROM records WHERE batch_id = ? AND path BETWEEN ? AND ?`,
      )
      .get(ids.owner, first.path, last.path) as {
      paths: string | null;
      bytes: number;
      arrived: number;
    };
    if (!arrived || paths !== records.map(({ path }) => path).join('\n')) {
      const half = records.length >> 1;
      if (half === 0) return [first];
      return [
        ...this.#addPart(ids, records.slice(0, half)),
        ...this.#addPart(ids, records.slice(half)),
      ];
    }
    const { batchId, owner, sinceId } = ids;
    this.#journal
      .prepared('INSERT INTO unchanged VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(batchId, first.path, last.path, owner, sinceId, first.updatedAt, records.length, bytes);
    return [];
  }
}
