import { beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteBatches } from '../../../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../../../adapters/bulk/journal/sqlite-journal.ts';
import { createBatch } from '../../../core/bulk/create-batch.ts';
import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import { runBatch } from '../../../core/bulk/run-batch.ts';
import { aMigration, manyFiles } from '../../core/builders/migration.ts';
import { samplePlan } from './batch-samples.ts';

const plan = samplePlan({ batchSize: 10 });
const { signal } = new AbortController();

const begin = () => {
  const world = aMigration(manyFiles(100));
  return { ...world, batches: new SqliteBatches(new SqliteJournal(':memory:'), world.clock) };
};

let world: ReturnType<typeof begin>;
let records: BatchRecord[];
let groups: number[];

/** Runs a batch of its own, and answers how many files each group had that was found unchanged. */
const pass = async (batchId: string): Promise<unknown> => {
  [records, groups] = [[], []];
  await createBatch(world, { batchId, plan, dryRun: false, createdBy: 'ada' });
  const onRecord = (record: BatchRecord): unknown => records.push(record);
  const onUnchanged = (files: number): unknown => groups.push(files);
  await runBatch({ ...world, onRecord, onUnchanged }, batchId, { signal });
  return groups;
};

const tens = (count: number): number[] => Array.from({ length: count }, () => 10);

beforeEach(async () => {
  world = begin();
  expect(await pass('bat_1')).toEqual([]);
});

describe('a pass over files that did not change', () => {
  it('takes them by the group, and lists the destination once', async () => {
    const before = world.destination.listings;
    expect(await pass('bat_2')).toEqual(tens(10));
    expect(records).toEqual([]);
    expect(await world.batches.counts('bat_2')).toMatchObject({ skipped: { files: 100 } });
    expect(world.destination.listings - before).toBe(1);
  });

  it('takes them by the group after such a pass, too', async () => {
    await pass('bat_2');
    expect(await pass('bat_3')).toEqual(tens(10));
  });

  it('looks at each file of a group in which one has changed', async () => {
    const [changed = 'none'] = Object.keys(manyFiles(100));
    world.source.put(changed, 'other bytes', '2021-01-01T00:00:00.000Z');
    expect(await pass('bat_2')).toEqual(tens(9));
    expect(records).toHaveLength(10);
    expect(records.filter(({ status }) => status !== 'skipped')).toMatchObject([{ path: changed }]);
  });

  it('looks at each file of a group whose object is another one by now', async () => {
    const [path = 'none'] = Object.keys(manyFiles(100));
    const key = `old/${path}`;
    await world.destination.remove(key, (await world.destination.head(key))?.versionId);
    expect(await pass('bat_2')).toEqual(tens(9));
    expect(records.find((one) => one.path === path)).toMatchObject({ status: 'transferred' });
  });

  it('looks at each file where all have the same empty ETag, which proves nothing', async () => {
    const list = world.source.list.bind(world.source);
    world.source.list = async function* (after) {
      for await (const files of list(after)) yield files.map((file) => ({ ...file, etag: '""' }));
    };
    await pass('bat_2');
    expect(await pass('bat_3')).toEqual([]);
    expect(records).toHaveLength(100);
  });

  it('tells of each file, where each is asked for', async () => {
    await createBatch(world, { batchId: 'bat_2', plan, dryRun: false, createdBy: 'ada' });
    records = [];
    const onRecord = (record: BatchRecord): unknown => records.push(record);
    await runBatch({ ...world, onRecord }, 'bat_2', { signal });
    expect(records).toHaveLength(100);
  });
});
