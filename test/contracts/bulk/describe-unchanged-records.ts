import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Batch, BatchRecord, Lease, RecordStatus } from '../../../core/bulk/model/batch.ts';
import type { RecordsPart } from '../../../core/bulk/model/verification.ts';
import type { Batches } from '../../../core/bulk/ports.ts';
import { unchangedSince } from '../../../core/bulk/second-pass/unchanged-since.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { sampleBatch, sampleRecord } from './batch-samples.ts';

const now = '2030-02-02T00:00:00.000Z';

/** Contract tests of every store of batches with records of files that did not change. */
export function describeUnchangedRecords(
  name: string,
  makeBatches: (clock: FixedClock) => Batches,
  shards = 1,
): void {
  const clock = new FixedClock();
  const batches = makeBatches(clock);
  let first: Batch;
  let second: Batch;
  let third: Batch;
  let moved: BatchRecord[] = [];

  const held = async ({ batchId }: Batch): Promise<Lease> => {
    const lease = await batches.lease(batchId, 'ada', 3_600);
    if (!lease) throw new Error('expected a lease');
    return lease;
  };

  const newBatch = async (): Promise<Batch> => {
    const batch = sampleBatch({ shards, createdAt: clock.now().toISOString() });
    await batches.create(batch);
    clock.advance(1000);
    return batch;
  };

  const since = (earlier: readonly BatchRecord[], { batchId }: Batch, earlierId: string) =>
    earlier.map((record) => unchangedSince(record, { batchId, earlierId, now }));

  /** Adds what is unchanged since another batch; answers what was added. */
  const repeat = async (batch: Batch, records: readonly BatchRecord[]): Promise<BatchRecord[]> => {
    const earlierId = records[0]?.batchId ?? '';
    const unchanged = { earlierId, records: since(records, batch, earlierId) };
    return batches.addUnchanged(batch.batchId, unchanged, await held(batch));
  };

  const all = async (batch: Batch, status?: RecordStatus, part?: RecordsPart) => {
    const found: BatchRecord[] = [];
    for await (const record of batches.records(batch.batchId, status, part)) found.push(record);
    return found;
  };

  const sorted = (records: readonly BatchRecord[]): BatchRecord[] =>
    [...records].sort((a, b) => (a.path < b.path ? -1 : 1));

  describe(`${name}: records of unchanged files`, () => {
    beforeEach(async () => {
      [first, second, third] = [await newBatch(), await newBatch(), await newBatch()];
      moved = ['a', 'b', 'c', 'd', 'e', 'ü', '\u{1f600}'].map((path) =>
        sampleRecord(first, path, {
          status: 'transferred',
          created: true,
          sha256: `hash of ${path}`,
          versionId: `version of ${path}`,
          storedEtag: `"${path}"`,
          attempts: 1,
        }),
      );
      await batches.add(first.batchId, moved, await held(first));
    });

    it('are no others when the earlier batch gets a file between them later', async () => {
      await repeat(second, moved);
      const before = sorted(await all(second));
      await batches.add(first.batchId, [sampleRecord(first, 'b/late')], await held(first));
      expect(sorted(await all(second))).toEqual(before);
      expect(await batches.counts(second.batchId)).toMatchObject({
        skipped: { files: moved.length },
      });
    });

    it('has each like one that was added by itself', async () => {
      const expected = since(moved, second, first.batchId);
      expect(await repeat(second, moved)).toEqual(expected);
      expect(sorted(await all(second))).toEqual(sorted(expected));
      expect(sorted(await all(second, 'skipped'))).toEqual(sorted(expected));
      expect(await all(second, 'planned')).toEqual([]);
      expect(sorted(await batches.recordsLike(second.batchId, moved))).toEqual(sorted(expected));
      for (const record of expected)
        expect(await batches.record(second.batchId, record.recordId)).toEqual(record);
      const ids = expected.map(({ recordId }) => recordId);
      expect(sorted(await batches.recordsOf(second.batchId, ids))).toEqual(sorted(expected));
      expect(await batches.counts(second.batchId)).toMatchObject({
        skipped: { files: 7, bytes: 70 },
        transferred: { files: 0, bytes: 0 },
      });
    });

    it('leaves out files that are gone or new, and walks on after any', async () => {
      const [a, b, , d, e] = moved as [
        BatchRecord,
        BatchRecord,
        BatchRecord,
        BatchRecord,
        BatchRecord,
      ];
      await repeat(second, [a, b, d, e]);
      const fresh = sampleRecord(second, 'bb');
      await batches.add(second.batchId, [fresh], await held(second));
      const found = await all(second);
      expect(sorted(found).map(({ path }) => path)).toEqual(['a', 'b', 'bb', 'd', 'e']);
      for (const [index, { recordId: after }] of found.entries())
        expect(await all(second, undefined, { after })).toEqual(found.slice(index + 1));
      expect(await batches.record(second.batchId, moved[2]?.recordId ?? '')).toBeUndefined();
      expect(await batches.recordsLike(second.batchId, moved)).toHaveLength(4);
    });

    it('adds none twice, by whichever way it comes again', async () => {
      const [a, b, c, d] = moved as [BatchRecord, BatchRecord, BatchRecord, BatchRecord];
      await repeat(second, [b, c]);
      const fresh = sampleRecord(second, 'bb');
      const lease = await held(second);
      const again = [fresh, sampleRecord(second, 'c')];
      expect(await batches.add(second.batchId, again, lease)).toEqual([fresh]);
      const added = await repeat(second, [a, b, c, d]);
      expect(added.map(({ path }) => path)).toEqual(['a', 'd']);
      expect(await repeat(second, [a, b, c, d])).toEqual([]);
      expect((await batches.counts(second.batchId)).skipped).toEqual({ files: 4, bytes: 40 });
      expect(sorted(await all(second)).map(({ path }) => path)).toEqual(['a', 'b', 'bb', 'c', 'd']);
    });

    it('changes one of them and no other', async () => {
      await repeat(second, moved);
      const expected = since(moved, second, first.batchId);
      const changed = { ...(expected[2] as BatchRecord), status: 'rolled_back' as const };
      await batches.update(second.batchId, [changed], await held(second));
      expect(sorted(await all(second))).toEqual(sorted(expected.with(2, changed)));
      expect(sorted(await all(first))).toEqual(sorted(moved));
      expect(await batches.counts(second.batchId)).toMatchObject({
        skipped: { files: 6, bytes: 60 },
        rolled_back: { files: 1, bytes: 10 },
      });
    });

    it('stays as it is when the earlier batch changes', async () => {
      await repeat(second, moved);
      const expected = since(moved, second, first.batchId);
      const lease = await held(first);
      const gone = moved.map((record) => ({ ...record, status: 'rolled_back' as const }));
      for (const record of gone) await batches.update(first.batchId, [record], lease);
      await batches.add(first.batchId, [sampleRecord(first, 'bb')], lease);
      expect(sorted(await all(second))).toEqual(sorted(expected));
      expect((await batches.counts(second.batchId)).skipped).toEqual({ files: 7, bytes: 70 });
      expect(await all(first, 'rolled_back')).toHaveLength(7);
    });

    it('is as it was judged when the earlier batch gave it up meanwhile', async () => {
      const failure = { code: 'ThreadLost', message: 'Its thread ended.' };
      const { sha256: _none, storedEtag: _no, ...rest } = moved[2] as BatchRecord;
      const failed = { ...rest, status: 'failed' as const, sizeBytes: 99, failure };
      await batches.update(first.batchId, [failed], await held(first));
      await repeat(second, moved);
      expect(sorted(await all(second))).toEqual(sorted(since(moved, second, first.batchId)));
      expect((await batches.counts(second.batchId)).skipped).toEqual({ files: 7, bytes: 70 });
    });

    it('goes on from batch to batch', async () => {
      const [a, b, c, ...rest] = moved as [BatchRecord, BatchRecord, BatchRecord];
      await repeat(second, [a, b]);
      await repeat(second, [c, ...rest]);
      const news = sampleRecord(second, 'cc', { status: 'transferred', sha256: 'new' });
      await batches.add(second.batchId, [news], await held(second));
      const then = sorted(await batches.recordsLike(second.batchId, [...moved, news]));
      expect(then).toHaveLength(8);
      await repeat(third, then);
      const lease = await held(second);
      await batches.update(second.batchId, [{ ...news, status: 'rolled_back' }], lease);
      const expected = since(then, third, second.batchId);
      expect(sorted(await all(third))).toEqual(expected);
      expect((await batches.counts(third.batchId)).skipped).toEqual({ files: 8, bytes: 80 });
    });

    it('takes nothing from who lost the lease', async () => {
      const lease = await held(second);
      await batches.release(second.batchId, lease);
      const unchanged = { earlierId: first.batchId, records: since(moved, second, first.batchId) };
      await expect(batches.addUnchanged(second.batchId, unchanged, lease)).rejects.toMatchObject({
        name: 'AttemptSuperseded',
      });
      expect(await all(second)).toEqual([]);
    });
  });
}
