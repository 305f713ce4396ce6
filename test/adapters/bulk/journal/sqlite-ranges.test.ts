import { beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteBatches } from '../../../../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../../../../adapters/bulk/journal/sqlite-journal.ts';
import type { Batch, BatchRecord, Lease } from '../../../../core/bulk/model/batch.ts';
import type { FileFacts } from '../../../../core/bulk/model/batch-record.ts';
import { unchangedSince } from '../../../../core/bulk/second-pass/unchanged-since.ts';
import { sampleBatch, sampleRecord } from '../../../contracts/bulk/batch-samples.ts';
import { FixedClock } from '../../../fakes/shared/fixed-clock.ts';

const now = '2030-02-02T00:00:00.000Z';
const clock = new FixedClock();
let batches: SqliteBatches;
let first: Batch;
let second: Batch;

const held = async ({ batchId }: Batch): Promise<Lease> => {
  const lease = await batches.lease(batchId, 'ada', 3_600);
  if (!lease) throw new Error('expected a lease');
  return lease;
};

const arrived = (path: string, changes: Partial<BatchRecord> = {}): BatchRecord =>
  sampleRecord(first, path, {
    status: 'transferred',
    sha256: `sum of ${path}`,
    modifiedAt: '2020-01-01T00:00:00.000Z',
    storedEtag: `"${path}"`,
    ...changes,
  });

const add = async (...records: BatchRecord[]): Promise<unknown> =>
  batches.add(first.batchId, records, await held(first));

const factsOf = ({ path }: { path: string }, changes: Partial<FileFacts> = {}): FileFacts => {
  const { key, contentType, modifiedAt = now } = arrived(path);
  return { path, key, contentType, sizeBytes: 10, modifiedAt, ...changes };
};

let group: FileFacts[];

const etagsOf = ({ batchId }: Batch, files = group) => batches.ranges.etagsOf(batchId, files);

const addRange = async (batch: Batch, { batchId: earlierId }: Batch, files = group) =>
  batches.ranges.add(batch.batchId, { earlierId, files, now }, await held(batch));

const recordsOf = async ({ batchId }: Batch): Promise<BatchRecord[]> => {
  const found: BatchRecord[] = [];
  for await (const record of batches.records(batchId)) found.push(record);
  return found;
};

beforeEach(async () => {
  batches = new SqliteBatches(new SqliteJournal(':memory:'), clock);
  [first, second] = [sampleBatch(), sampleBatch()];
  for (const batch of [first, second]) await batches.create(batch);
  group = ['a', 'b', 'c'].map((path) => factsOf({ path }));
});

describe('a group of files that a batch has as they are now', () => {
  it('has the ETags of its objects', async () => {
    await add(arrived('a'), arrived('b'), arrived('c'), arrived('d'));
    expect(await etagsOf(first)).toEqual(['"a"', '"b"', '"c"']);
  });

  it.each<[string, Partial<FileFacts>]>([
    ['key', { key: 'old/other' }],
    ['type', { contentType: 'image/png' }],
    ['size', { sizeBytes: 11 }],
    ['time', { modifiedAt: '2020-01-01T00:00:00.001Z' }],
    ['ETag at the source', { sourceEtag: '"new"' }],
  ])('is none if one of the files has another %s', async (_fact, changes) => {
    await add(arrived('a'), arrived('b'), arrived('c'));
    const [a, b, c] = group as [FileFacts, FileFacts, FileFacts];
    expect(await etagsOf(first, [a, { ...b, ...changes }, c])).toBeUndefined();
  });

  it('is none if the batch has another file between, or lacks one', async () => {
    await add(arrived('a'), arrived('b'), arrived('bb'), arrived('c'));
    expect(await etagsOf(first)).toBeUndefined();
    expect(
      await etagsOf(
        first,
        ['a', 'aa', 'b'].map((path) => factsOf({ path })),
      ),
    ).toBeUndefined();
  });

  it.each<[string, Partial<BatchRecord>]>([
    ['failed', { status: 'failed' }],
    ['was rolled back', { status: 'rolled_back' }],
    ['is still to come', { status: 'planned' }],
    ['was skipped for other bytes', { status: 'skipped', sha256: undefined as never }],
    ['has no ETag on record', { storedEtag: undefined as never }],
  ])('is none if one of the files %s', async (_what, changes) => {
    await add(arrived('a'), arrived('b', changes), arrived('c'));
    expect(await etagsOf(first)).toBeUndefined();
  });
});

describe('a group that is put on record', () => {
  beforeEach(() => add(arrived('a'), arrived('b'), arrived('c')));

  it('reads as the records of the earlier batch', async () => {
    expect(await addRange(second, first)).toBe(true);
    const since = { batchId: second.batchId, earlierId: first.batchId, now };
    expect(await recordsOf(second)).toEqual(
      group.map(({ path }) => unchangedSince(arrived(path), since)),
    );
  });

  it('is found by the batch after it, also across two groups', async () => {
    expect(await addRange(second, first, group.slice(0, 1))).toBe(true);
    expect(await addRange(second, first, group.slice(1))).toBe(true);
    expect(await etagsOf(second)).toEqual(['"a"', '"b"', '"c"']);
    const third = sampleBatch();
    await batches.create(third);
    expect(await addRange(third, second)).toBe(true);
    expect((await recordsOf(third)).map(({ path, reason }) => [path, reason])).toEqual(
      group.map(({ path }) => [path, `Unchanged since batch ${second.batchId}.`]),
    );
  });

  it('is not found where the batch after it left a file out, or has one of its own', async () => {
    await addRange(second, first, group.slice(0, 1));
    await addRange(second, first, group.slice(2));
    expect(await etagsOf(second)).toBeUndefined();
    await batches.add(
      second.batchId,
      [sampleRecord(second, 'b', { status: 'failed' })],
      await held(second),
    );
    expect(await etagsOf(second)).toBeUndefined();
    expect(await etagsOf(second, group.slice(2))).toEqual(['"c"']);
  });

  it('is refused where the batch has one of the files already', async () => {
    const lease = await held(second);
    await batches.add(second.batchId, [sampleRecord(second, 'b')], lease);
    expect(await addRange(second, first)).toBe(false);
    expect(await addRange(second, first, group.slice(2))).toBe(true);
    expect(await addRange(second, first, group.slice(2))).toBe(false);
    expect(await recordsOf(second)).toHaveLength(2);
  });

  it('is refused without the lease', async () => {
    const lease = { ...(await held(second)), fence: 99 };
    await expect(
      batches.ranges.add(second.batchId, { earlierId: first.batchId, files: group, now }, lease),
    ).rejects.toMatchObject({ name: 'AttemptSuperseded' });
  });
});
