import { beforeEach, describe, expect, it } from '@jest/globals';
import { createBatch } from '../../../../core/bulk/create-batch.ts';
import type { BatchRecord } from '../../../../core/bulk/model/batch.ts';
import { runBatch } from '../../../../core/bulk/run-batch.ts';
import { pauseBatch } from '../../../../core/bulk/steer-batch.ts';
import { RecordUnreadable } from '../../../../core/errors.ts';
import { samplePlan } from '../../../contracts/bulk/batch-samples.ts';
import { aMigration, type Migration, manyFiles, planned, run } from '../../builders/migration.ts';

const plan = samplePlan({ batchSize: 10 });
let world: Migration;

beforeEach(async () => {
  world = aMigration(manyFiles(100));
  await planned(world, plan);
  await run(world);
  await createBatch(world, { batchId: 'bat_2', plan, dryRun: false, createdBy: 'ada' });
});

const secondPass = (onRecord: (record: BatchRecord) => void = () => {}) =>
  runBatch({ ...world, onRecord }, 'bat_2', { signal: new AbortController().signal });

describe('files that a second pass finds unchanged', () => {
  it('go on record once, as they end, and each is told', async () => {
    const { batches } = world;
    const update = batches.update.bind(batches);
    const updated: string[] = [];
    batches.update = (id, records, lease) => {
      updated.push(...records.map(({ path }) => path));
      return update(id, records, lease);
    };
    const told: string[] = [];
    const { status } = await secondPass(({ path }) => told.push(path));
    expect([status, updated, told.sort()]).toEqual([
      'completed',
      [],
      Object.keys(manyFiles(100)).sort(),
    ]);
    expect(await batches.counts('bat_2')).toMatchObject({ skipped: { files: 100 } });
  });

  it('are found beside a batch that cannot be read', async () => {
    const { batches } = world;
    const list = batches.list.bind(batches);
    batches.list = async function* () {
      yield* list();
      throw new RecordUnreadable([{ kind: 'batch', id: 'bat_0', fields: ['plan'] }]);
    };
    expect(await secondPass()).toMatchObject({ status: 'completed' });
    expect(await batches.counts('bat_2')).toMatchObject({ skipped: { files: 100 } });
  });

  it('do not keep a pause from being heard; what is left comes with the resume', async () => {
    let pausing: Promise<unknown> | undefined;
    const paused = await secondPass(() => {
      pausing ??= pauseBatch(world, 'bat_2', 'ada');
    });
    await pausing;
    expect(paused.status).toBe('paused');
    const { skipped } = await world.batches.counts('bat_2');
    expect(skipped.files).toBeLessThan(100);
    expect((await secondPass()).status).toBe('completed');
    expect(await world.batches.counts('bat_2')).toMatchObject({ skipped: { files: 100 } });
  });
});

describe('storage that gives every object the same empty ETag', () => {
  it.each(['', '""', 'W/""'])('proves nothing by it: %j', async (etag) => {
    world = aMigration(manyFiles(3));
    const { destination, transfers } = world;
    const [list, send] = [destination.list.bind(destination), transfers.send.bind(transfers)];
    destination.list = async function* (after) {
      for await (const page of list(after)) yield page.map((object) => ({ ...object, etag }));
    };
    const known: unknown[] = [];
    transfers.send = async function* (jobs, signal) {
      const all = [];
      for await (const job of jobs) all.push(job);
      known.push(...all.map((job) => job.known));
      for await (const outcome of send(all, signal)) yield { ...outcome, etag };
    };
    await planned(world, plan);
    await run(world);
    await createBatch(world, { batchId: 'bat_2', plan, dryRun: false, createdBy: 'ada' });
    await secondPass();
    expect(known.slice(0, 3)).toEqual(Array(3).fill(undefined));
    expect(known.slice(3)).toHaveLength(3);
    for (const one of known.slice(3)) expect(one).not.toHaveProperty('etag');
  });
});
