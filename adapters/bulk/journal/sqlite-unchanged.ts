import type { BatchCounts, BatchRecord } from '../../../core/bulk/model/batch.ts';
import { unchangedSince } from '../../../core/bulk/second-pass/unchanged-since.ts';
import { isBefore } from '../../../core/shared/byte-order.ts';
import type { SqliteJournal } from './sqlite-journal.ts';

/** Some files of one batch, which lie side by side among the rows of an earlier one. */
export type Span = {
  batch_id: string;
  first_path: string;
  last_path: string;
  earlier_id: string;
  since_id: string;
  added_at: string;
};

export type Ends = { low: string; high: string };

/** The first and the last of some paths, in the order of their bytes. */
export const endsOf = (paths: readonly string[]): Ends => {
  let [low = '', high = ''] = [paths[0], paths[0]];
  for (const path of paths) {
    if (isBefore(path, low)) low = path;
    if (isBefore(high, path)) high = path;
  }
  return { low, high };
};

/** The record of a file in a range, from the row of the earlier batch. */
export const recordOf = (body: string, { batch_id, since_id, added_at }: Span): BatchRecord =>
  unchangedSince(JSON.parse(body), { batchId: batch_id, earlierId: since_id, now: added_at });

/** Reads the ranges of unchanged files as the records that they stand for. */
export class SqliteUnchanged {
  readonly #journal: SqliteJournal;
  /** The foreign writes there were when a batch's records were looked at. */
  readonly #looks = new Map<string, number>();

  constructor(journal: SqliteJournal) {
    this.#journal = journal;
  }

  /** Remembers that the records of a batch are being looked at, to be judged by. */
  noteLook(batchId: string): void {
    this.#looks.set(batchId, this.#journal.foreignWrites);
  }

  /** False if another process may have changed the batch's records since they were looked at. */
  isAsSeen(batchId: string): boolean {
    const then = this.#looks.get(batchId);
    return then === undefined || then === this.#journal.foreignWrites;
  }

  /** The records in a range of paths, in their order. */
  *between(batchId: string, { low, high }: Ends): Generator<BatchRecord> {
    for (const span of this.spans(batchId, { low, high })) {
      const from = isBefore(span.first_path, low) ? low : span.first_path;
      const to = isBefore(high, span.last_path) ? high : span.last_path;
      for (const body of this.#bodies(span.earlier_id, { low: from, high: to }))
        yield recordOf(body, span);
    }
  }

  /** The record of a path. */
  find(batchId: string, path: string): BatchRecord | undefined {
    const [record] = this.between(batchId, { low: path, high: path });
    return record;
  }

  /** The first range that ends after a path, and its records after it; the first of all without. */
  rangeAfter(
    batchId: string,
    path: string | undefined,
  ): { lastPath: string; records: BatchRecord[] } | undefined {
    const next = this.#journal.prepared(
      `SELECT * FROM unchanged WHERE batch_id = ?1 AND (?2 IS NULL OR last_path > ?2)
        ORDER BY first_path LIMIT 1`,
    );
    const span = next.get(batchId, path ?? null) as Span | undefined;
    if (!span) return undefined;
    const ends = { low: span.first_path, high: span.last_path };
    const records = this.#bodies(span.earlier_id, ends)
      .map((body) => recordOf(body, span))
      .filter((record) => path === undefined || isBefore(path, record.path));
    return { lastPath: span.last_path, records };
  }

  /**
   * The path of a record, by its id. Searched among the batches that ranges mean, which are few;
   * only the last range that begins before the path may have it.
   */
  pathOf(batchId: string, recordId: string): string | undefined {
    const row = this.#journal
      .prepared(
        `WITH RECURSIVE owners(id) AS (SELECT min(earlier_id) FROM unchanged UNION ALL
            SELECT (SELECT min(earlier_id) FROM unchanged WHERE earlier_id > id) FROM owners
              WHERE id IS NOT NULL)
          SELECT r.path FROM owners CROSS JOIN records r ON r.batch_id = id AND r.record_id = ?2
          WHERE id = (SELECT iif(last_path >= r.path, earlier_id, NULL) FROM unchanged
            WHERE batch_id = ?1 AND first_path <= r.path ORDER BY first_path DESC LIMIT 1)`,
      )
      .get(batchId, recordId);
    return row?.path as string | undefined;
  }

  counts(batchId: string): BatchCounts['skipped'] {
    const row = this.#journal
      .prepared('SELECT total(files) files, total(bytes) bytes FROM unchanged WHERE batch_id = ?')
      .get(batchId);
    return { files: Number(row?.files), bytes: Number(row?.bytes) };
  }

  /** Ranges of one batch do not overlap: of those that begin before, only the last may reach in. */
  spans(batchId: string, { low, high }: Ends): Span[] {
    const spans = this.#journal.prepared(
      `SELECT * FROM unchanged WHERE batch_id = ?1 AND first_path <= ?3 AND last_path >= ?2
          AND first_path >= coalesce(
            (SELECT max(first_path) FROM unchanged WHERE batch_id = ?1 AND first_path <= ?2), '')
        ORDER BY first_path`,
    );
    return spans.all(batchId, low, high) as unknown as Span[];
  }

  /** True if a batch has a row in a range of paths. */
  hasRow(batchId: string, { low, high }: Ends): boolean {
    const row = this.#journal.prepared(
      'SELECT 1 FROM records WHERE batch_id = ? AND path BETWEEN ? AND ? LIMIT 1',
    );
    return row.get(batchId, low, high) !== undefined;
  }

  /**
   * The batch that has the rows of all of another one's records in a range of paths, and no others
   * there; `undefined` if there is no single one.
   */
  ownerOf(batchId: string, ends: Ends): string | undefined {
    const spans = this.spans(batchId, ends);
    const [first, last] = [spans[0], spans.at(-1)];
    if (!first || !last) return batchId;
    const owner = first.earlier_id;
    const isWhole = !isBefore(ends.low, first.first_path) && !isBefore(last.last_path, ends.high);
    return isWhole && !this.hasRow(batchId, ends) && this.#isClosed(owner, spans)
      ? owner
      : undefined;
  }

  /** True if the owner has the rows of all of these ranges, and none between them. */
  #isClosed(owner: string, spans: readonly Span[]): boolean {
    const between = this.#journal.prepared(
      'SELECT 1 FROM records WHERE batch_id = ? AND path > ? AND path < ? LIMIT 1',
    );
    return spans.every((span, index) => {
      const before = spans[index - 1];
      if (span.earlier_id !== owner) return false;
      return !before || between.get(owner, before.last_path, span.first_path) === undefined;
    });
  }

  #bodies(batchId: string, { low, high }: Ends): string[] {
    const rows = this.#journal.prepared(
      'SELECT body FROM records WHERE batch_id = ? AND path BETWEEN ? AND ? ORDER BY path',
    );
    return rows.all(batchId, low, high).map(({ body }) => body as string);
  }
}
