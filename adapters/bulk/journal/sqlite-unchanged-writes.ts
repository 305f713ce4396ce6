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

/** The batch of a range, the batch that has the rows, and the one that the records name. */
export type RangeIds = { batchId: string; owner: string; sinceId: string };

type FilesOfRange = readonly Pick<BatchRecord, 'path' | 'sizeBytes'>[];

/** Writes the ranges of unchanged files, in transactions of its caller. */
export class SqliteUnchangedWrites {
  readonly #journal: SqliteJournal;
  readonly #unchanged: SqliteUnchanged;

  constructor(journal: SqliteJournal, unchanged: SqliteUnchanged) {
    this.#journal = journal;
    this.#unchanged = unchanged;
  }

  /** Adds records as ranges, and returns those that need rows of their own. */
  add(
    batchId: string,
    { earlierId, records }: { earlierId: string; records: readonly BatchRecord[] },
  ): BatchRecord[] {
    if (!this.#unchanged.isAsSeen(earlierId)) return [...records];
    // After a crash some of them may be here already.
    if (this.holds(batchId, endsOf(records.map(({ path }) => path)))) return [...records];
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

  /** True if a batch has a record in a range of paths. */
  holds(batchId: string, ends: Ends): boolean {
    return this.#unchanged.hasRow(batchId, ends) || this.#unchanged.spans(batchId, ends).length > 0;
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
  #addPart(ids: RangeIds, records: readonly BatchRecord[]): BatchRecord[] {
    const [first, last] = [records[0], records.at(-1)];
    if (!first || !last) return [];
    if (this.#arrivedPaths(ids.owner, first, last) !== records.map(({ path }) => path).join('\n')) {
      const half = records.length >> 1;
      if (half === 0) return [first];
      return [
        ...this.#addPart(ids, records.slice(0, half)),
        ...this.#addPart(ids, records.slice(half)),
      ];
    }
    this.addRange(ids, records, first.updatedAt);
    return [];
  }

  /** Records files that are neighbours in the owner batch, with no others between them. */
  addRange({ batchId, owner, sinceId }: RangeIds, files: FilesOfRange, now: string): void {
    let bytes = 0;
    for (const { sizeBytes = 0 } of files) bytes += sizeBytes;
    const { low, high } = endsOf(files.map(({ path }) => path));
    this.#journal
      .prepared('INSERT INTO unchanged VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(batchId, low, high, owner, sinceId, now, files.length, bytes);
  }

  /** The paths of a batch's rows from one record to another; null unless all of them arrived. */
  #arrivedPaths(batchId: string, first: BatchRecord, last: BatchRecord): unknown {
    const paths = this.#journal.prepared(
      `SELECT iif(min(status IN ('transferred', 'skipped')),
          group_concat(path, char(10) ORDER BY path), NULL) AS paths
        FROM records WHERE batch_id = ? AND path BETWEEN ? AND ?`,
    );
    return paths.get(batchId, first.path, last.path)?.paths;
  }
}
