import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteBatches } from '../../../../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../../../../adapters/bulk/journal/sqlite-journal.ts';
import { unchangedSince } from '../../../../core/bulk/second-pass/unchanged-since.ts';
import { sampleBatch, sampleRecord } from '../../../contracts/bulk/batch-samples.ts';
import { FixedClock } from '../../../fakes/shared/fixed-clock.ts';

describe('a journal on disk', () => {
  const clock = new FixedClock();
  const batch = sampleBatch({ createdAt: clock.now().toISOString() });
  const records = ['a', 'b', 'c'].map((name) =>
    sampleRecord(batch, name, { status: 'transferred', sha256: `hash of ${name}` }),
  );
  let folder: string;
  let file: string;
  let journal: SqliteJournal;
  let batches: SqliteBatches;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'journal-'));
    file = path.join(folder, 'batches.db');
    journal = new SqliteJournal(file);
    batches = new SqliteBatches(journal, clock);
    await batches.create(batch);
    const lease = await batches.lease(batch.batchId, 'ada', 60);
    if (!lease) throw new Error('expected a lease');
    await batches.add(batch.batchId, records, lease);
    await batches.update(batch.batchId, records, lease);
  });

  afterEach(() => {
    journal.close();
    rmSync(folder, { recursive: true });
  });

  it('says that its disk is full, and keeps what is on record', async () => {
    journal.prepared('PRAGMA max_page_count = 1').all();
    const lease = (await batches.find(batch.batchId))?.lease;
    if (!lease) throw new Error('expected a lease');
    const more = Array.from({ length: 200 }, (_, index) => sampleRecord(batch, `more-${index}`));
    const full = batches.add(batch.batchId, more, lease);
    await expect(full).rejects.toMatchObject({
      name: 'TransientFault',
      message: expect.stringMatching(/full\. Make room, then resume/),
    });
    expect(look('SELECT count(*) AS records FROM records')).toEqual([{ records: 3 }]);
  });

  /** Another process's query of the file. */
  const look = (sql: string): Record<string, unknown>[] => {
    const db = new DatabaseSync(file, { readOnly: true });
    const rows = db.prepare(sql).all();
    db.close();
    return rows;
  };

  const indexedColumns = (): unknown[] =>
    look(
      "SELECT DISTINCT columns.name FROM pragma_index_list('records') AS indexes, pragma_index_info(indexes.name) AS columns",
    ).map(({ name }) => name);

  it('keeps ids, which are in no order, out of its indexes while records are added and settled', () => {
    expect(indexedColumns()).toContain('path');
    expect(indexedColumns()).not.toContain('record_id');
  });

  it('indexes ids for whoever looks one up, and once', async () => {
    expect(await batches.record(batch.batchId, records[1]?.recordId ?? '')).toEqual(records[1]);
    expect(indexedColumns()).toContain('record_id');
    const [plan] = look(
      "EXPLAIN QUERY PLAN SELECT body FROM records WHERE batch_id = 'bat' AND record_id = 'rec'",
    );
    expect(plan?.detail).toContain('USING INDEX records_by_id');
    const again = new SqliteBatches(journal, clock);
    expect(await again.record(batch.batchId, records[2]?.recordId ?? '')).toEqual(records[2]);
  });

  /** A later batch, and the batch's records as those of files that it found unchanged. */
  const later = async () => {
    const next = sampleBatch();
    await batches.create(next);
    const lease = await batches.lease(next.batchId, 'ada', 60);
    if (!lease) throw new Error('expected a lease');
    const since = { batchId: next.batchId, earlierId: batch.batchId };
    const now = clock.now().toISOString();
    const unchanged = records.map((record) => unchangedSince(record, { ...since, now }));
    return { ...since, lease, unchanged };
  };

  it('has a group of unchanged files in one row, also in a journal of an earlier version', async () => {
    journal.prepared('DROP TABLE unchanged').run();
    journal.close();
    journal = new SqliteJournal(file);
    batches = new SqliteBatches(journal, clock);
    const { batchId, earlierId, lease, unchanged } = await later();
    await batches.recordsLike(earlierId, records);
    await batches.addUnchanged(batchId, { earlierId, records: unchanged }, lease);
    expect(look('SELECT files FROM unchanged')).toEqual([{ files: 3 }]);
    expect(look('SELECT count(*) AS records FROM records')).toEqual([{ records: 3 }]);
    expect((await batches.counts(batchId)).skipped.files).toBe(3);
  });

  /** Another process replaces all records of the batch. */
  const replaceAll = async (earlierId: string) => {
    const other = new SqliteJournal(file);
    const theirs = new SqliteBatches(other, clock);
    const held = (await theirs.find(earlierId))?.lease;
    if (!held) throw new Error('expected a lease');
    const replaced = records.map((record) => ({ ...record, sha256: 'another' }));
    await theirs.update(earlierId, replaced, held);
    other.close();
  };

  it('has files as they were judged when another process changes their records meanwhile', async () => {
    const { batchId, earlierId, lease, unchanged } = await later();
    await batches.recordsLike(earlierId, records);
    await replaceAll(earlierId);
    await batches.addUnchanged(batchId, { earlierId, records: unchanged }, lease);
    expect(await batches.recordsLike(batchId, records)).toEqual(unchanged);
  });

  it('adds no group that another process changed since it was compared', async () => {
    const { batchId, earlierId, lease } = await later();
    const files = records.map((record) => ({ ...record, sizeBytes: record.sizeBytes ?? 0 }));
    const group = { earlierId, files, now: clock.now().toISOString() };
    await batches.ranges.etagsOf(earlierId, files);
    await replaceAll(earlierId);
    expect(await batches.ranges.add(batchId, group, lease)).toBe(false);
    await batches.ranges.etagsOf(earlierId, files);
    expect(await batches.ranges.add(batchId, group, lease)).toBe(true);
  });
});
