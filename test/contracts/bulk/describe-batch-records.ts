import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Batch, BatchRecord, Lease, RecordStatus } from '../../../core/bulk/model/batch.ts';
import { errorsOf, totalOf } from '../../../core/bulk/model/batch-counts.ts';
import type { RecordsPart } from '../../../core/bulk/model/verification.ts';
import type { Batches } from '../../../core/bulk/ports.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { sampleBatch, sampleRecord } from './batch-samples.ts';

/** Contract tests of every store of batches with a batch's records. */
export function describeBatchRecords(
  name: string,
  makeBatches: (clock: FixedClock) => Batches,
  shards = 1,
): void {
  const clock = new FixedClock();
  const batches = makeBatches(clock);
  let batch: Batch;

  const held = async (holder = 'ada'): Promise<Lease> => {
    const lease = await batches.lease(batch.batchId, holder, 60);
    if (!lease) throw new Error('expected a lease');
    return lease;
  };

  const pathsOf = async (status?: RecordStatus): Promise<string[]> => {
    const paths: string[] = [];
    for await (const { path } of batches.records(batch.batchId, status)) paths.push(path);
    return paths.sort();
  };

  const named = (...paths: string[]): BatchRecord[] =>
    paths.map((path) => sampleRecord(batch, path));

  const superseded = { name: 'AttemptSuperseded' };

  beforeEach(async () => {
    batch = sampleBatch({ shards, createdAt: clock.now().toISOString() });
    await batches.create(batch);
    clock.advance(1000);
  });

  describe(`${name}: records`, () => {
    it('adds what is not there yet, answers that, and leaves the rest as it is', async () => {
      const lease = await held();
      const [a, b] = named('a', 'b') as [BatchRecord, BatchRecord];
      expect(await batches.add(batch.batchId, [a], lease)).toEqual([a]);
      expect(await batches.add(batch.batchId, [{ ...a, status: 'failed' }, b], lease)).toEqual([b]);
      expect(await batches.record(batch.batchId, a.recordId)).toEqual(a);
    });

    it('counts files and bytes by state, exactly', async () => {
      const lease = await held();
      const [a, b, c] = named('a', 'b', 'c') as [BatchRecord, BatchRecord, BatchRecord];
      await batches.add(batch.batchId, [a, b, c], lease);
      const failed: BatchRecord = {
        ...b,
        status: 'failed',
        failure: { code: 'Broken', message: 'It is broken.' },
      };
      const sent: BatchRecord = { ...a, status: 'transferred', sizeBytes: 12 };
      for (let twice = 0; twice < 2; twice += 1)
        await batches.update(batch.batchId, [sent, failed], lease);
      const counts = await batches.counts(batch.batchId);
      expect(counts).toMatchObject({
        planned: { files: 1, bytes: 10 },
        transferred: { files: 1, bytes: 12 },
        failed: { files: 1, bytes: 10 },
      });
      expect(totalOf(counts)).toEqual({ files: 3, bytes: 32 });
      expect(errorsOf(counts)).toBe(1);
    });

    it('finds the records of the same files in another batch', async () => {
      const [a, b] = named('a', 'b') as [BatchRecord, BatchRecord];
      await batches.add(batch.batchId, [a], await held());
      const wanted = [b, { ...a, batchId: 'bat_later' }];
      expect(await batches.recordsLike(batch.batchId, wanted)).toEqual([a]);
    });

    it('walks them all, or those of one state', async () => {
      const lease = await held();
      const records = named(
        ...Array.from({ length: 130 }, (_, index) => `photo-${String(index).padStart(3, '0')}.jpg`),
      );
      await batches.add(batch.batchId, records, lease);
      await batches.update(
        batch.batchId,
        records.slice(0, 7).map((record) => ({ ...record, status: 'failed' as const })),
        lease,
      );
      expect(await pathsOf()).toEqual(records.map(({ path }) => path));
      expect(await pathsOf('failed')).toEqual(records.slice(0, 7).map(({ path }) => path));
      expect(await pathsOf('planned')).toHaveLength(123);
      expect(await pathsOf('changed')).toEqual([]);
    });

    it('walks on after a record', async () => {
      const lease = await held();
      await batches.add(
        batch.batchId,
        named(...Array.from({ length: 40 }, (_, index) => `p-${index}`)),
        lease,
      );
      const whole: string[] = [];
      for await (const { recordId } of batches.records(batch.batchId)) whole.push(recordId);
      const rest: string[] = [];
      for await (const { recordId } of batches.records(batch.batchId, undefined, {
        after: whole[16] as string,
      }))
        rest.push(recordId);
      expect(rest).toEqual(whole.slice(17));
    });

    it('walks those whose ids lie in a range, after a record, too', async () => {
      const lease = await held();
      const records = named(...Array.from({ length: 60 }, (_, index) => `r-${index}`));
      await batches.add(batch.batchId, records, lease);
      const walked = async (part: RecordsPart): Promise<string[]> => {
        const ids: string[] = [];
        for await (const { recordId } of batches.records(batch.batchId, undefined, part))
          ids.push(recordId);
        return ids;
      };
      const ids = records.map(({ recordId }) => recordId).sort();
      const [low, high] = [ids[9], ids[40]] as [string, string];
      const range = { above: low, upTo: high };
      const inRange = await walked(range);
      expect([...inRange].sort()).toEqual(ids.slice(10, 41));
      expect(await walked({ ...range, after: inRange[7] as string })).toEqual(inRange.slice(8));
      expect(await walked({ upTo: low })).toHaveLength(10);
    });

    it('counts exactly what many write at once', async () => {
      const lease = await held();
      const groups = Array.from({ length: 12 }, (_, group) =>
        named(...Array.from({ length: 20 }, (_, index) => `g-${group}-${index}`)),
      );
      await Promise.all(groups.map((records) => batches.add(batch.batchId, records, lease)));
      expect((await batches.counts(batch.batchId)).planned).toEqual({ files: 240, bytes: 2400 });
    });

    it('counts a record once that many write at once', async () => {
      const lease = await held();
      const [a] = named('a') as [BatchRecord];
      await batches.add(batch.batchId, [a], lease);
      const sent: BatchRecord = { ...a, status: 'transferred', sizeBytes: 12 };
      await Promise.all(
        Array.from({ length: 5 }, () => batches.update(batch.batchId, [sent], lease)),
      );
      expect(await batches.counts(batch.batchId)).toMatchObject({
        planned: { files: 0, bytes: 0 },
        transferred: { files: 1, bytes: 12 },
      });
    });

    it('walks on while what was walked changes its state', async () => {
      const lease = await held();
      const records = named('a', 'b', 'c', 'd', 'e');
      await batches.add(batch.batchId, records, lease);
      const seen: string[] = [];
      for await (const record of batches.records(batch.batchId, 'planned')) {
        seen.push(record.path);
        await batches.update(batch.batchId, [{ ...record, status: 'transferred' }], lease);
      }
      expect(seen.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    });

    it('keeps batches apart, down to the same path', async () => {
      const lease = await held();
      const other = sampleBatch();
      await batches.create(other);
      await batches.add(batch.batchId, named('a'), lease);
      expect(
        await batches.record(other.batchId, sampleRecord(other, 'a').recordId),
      ).toBeUndefined();
      expect(totalOf(await batches.counts(other.batchId)).files).toBe(0);
    });

    it('takes nothing from somebody who lost the lease', async () => {
      const old = await held('ada');
      const [record] = named('a') as [BatchRecord];
      await batches.add(batch.batchId, [record], old);
      clock.advance(60_000);
      await held('bob');
      await expect(
        batches.update(batch.batchId, [{ ...record, status: 'failed' }], old),
      ).rejects.toMatchObject(superseded);
      await expect(batches.add(batch.batchId, named('b'), old)).rejects.toMatchObject(superseded);
      expect(await pathsOf('planned')).toEqual(['a']);
    });

    it('takes nothing after the lease was released', async () => {
      const lease = await held();
      await batches.release(batch.batchId, lease);
      await expect(batches.add(batch.batchId, named('a'), lease)).rejects.toMatchObject(superseded);
    });

    it('keeps everything a record can say', async () => {
      const lease = await held();
      const full = sampleRecord(batch, 'Grüße/1.jpg', {
        status: 'transferred',
        modifiedAt: '2001-02-03T04:05:06.000Z',
        sourceEtag: '"e"',
        sha256: 'hash',
        readAt: '2030-01-01T00:00:00.000Z',
        versionId: 'v1',
        created: true,
        uploadId: 'upl_1',
        reason: 'why',
        failure: { code: 'C', message: 'm' },
        row: { table: 't', id: '7', column: 'photo', index: 1, value: '/old' },
      });
      await batches.add(batch.batchId, [full], lease);
      expect(await batches.record(batch.batchId, full.recordId)).toEqual(full);
    });
  });
}
