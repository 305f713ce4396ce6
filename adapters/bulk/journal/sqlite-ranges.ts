import type { Lease } from '../../../core/bulk/model/batch.ts';
import type { FileFacts } from '../../../core/bulk/model/batch-record.ts';
import type { FileGroup, RecordRanges } from '../../../core/bulk/model/record-ranges.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import type { SqliteLeases } from './sqlite-leases.ts';
import { endsOf, type SqliteUnchanged } from './sqlite-unchanged.ts';
import type { SqliteUnchangedWrites } from './sqlite-unchanged-writes.ts';

type Parts = { leases: SqliteLeases; unchanged: SqliteUnchanged; writes: SqliteUnchangedWrites };

/** One row more than wanted tells that there are others between. `etag` is null for all others. */
const compared = `
  SELECT '[' || group_concat(facts) || ']' AS facts, json_group_array(etag) AS etags FROM (
    SELECT json_extract(body, '$.path', '$.key', '$.contentType', '$.sizeBytes', '$.modifiedAt',
        '$.sourceEtag') AS facts,
      CASE WHEN status IN ('transferred', 'skipped') AND body -> '$.sha256' IS NOT NULL
        THEN body ->> '$.storedEtag' END AS etag
      FROM records WHERE batch_id = ? AND path BETWEEN ? AND ? ORDER BY path LIMIT ?)`;

/** Compares groups of files with an earlier batch's rows, and records them as ranges. */
export class SqliteRanges implements RecordRanges {
  readonly #journal: SqliteJournal;
  readonly #parts: Parts;

  constructor(journal: SqliteJournal, parts: Parts) {
    this.#journal = journal;
    this.#parts = parts;
  }

  async etagsOf(batchId: string, files: FileGroup): Promise<readonly string[] | undefined> {
    const { unchanged } = this.#parts;
    unchanged.noteLook(batchId);
    const ends = endsOf(pathsOf(files));
    const owner = unchanged.ownerOf(batchId, ends);
    if (owner === undefined) return undefined;
    const { facts, etags } = this.#journal
      .prepared(compared)
      .get(owner, ends.low, ends.high, files.length + 1) as { facts: string | null; etags: string };
    if (facts !== JSON.stringify(files.map(factsOf))) return undefined;
    const found: (string | null)[] = JSON.parse(etags);
    return found.includes(null) ? undefined : (found as string[]);
  }

  async add(
    batchId: string,
    { earlierId, files, now }: { earlierId: string; files: FileGroup; now: string },
    lease: Lease,
  ): Promise<boolean> {
    const { leases, unchanged, writes } = this.#parts;
    const ends = endsOf(pathsOf(files));
    return leases.under(batchId, lease, () => {
      if (!unchanged.isAsSeen(earlierId)) return false;
      const owner = unchanged.ownerOf(earlierId, ends);
      if (owner === undefined || writes.holds(batchId, ends)) return false;
      writes.addRange({ batchId, owner, sinceId: earlierId }, files, now);
      return true;
    });
  }
}

const pathsOf = (files: FileGroup): string[] => files.map(({ path }) => path);

/**
 * What is compared, as JSON: SQLite takes these texts out of what `JSON.stringify` wrote, so that
 * equal facts are equal texts, and equal texts are equal facts.
 */
const factsOf = ({ path, key, contentType, sizeBytes, modifiedAt, sourceEtag }: FileFacts) => [
  path,
  key,
  contentType,
  sizeBytes,
  modifiedAt,
  sourceEtag,
];
