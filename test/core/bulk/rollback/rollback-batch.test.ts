import { describe, expect, it } from '@jest/globals';
import { uploadIdOf } from '../../../../core/bulk/model/batch-names.ts';
import {
  type RollbackOptions,
  rollbackBatch,
} from '../../../../core/bulk/rollback/rollback-batch.ts';
import { acceptKeptFiles, cancelBatch } from '../../../../core/bulk/steer-batch.ts';
import { samplePlan } from '../../../contracts/bulk/batch-samples.ts';
import { faulty } from '../../../fakes/shared/faulty.ts';
import {
  aMigration,
  batchId,
  type Migration,
  manyFiles,
  pathsOf,
  planned,
  recordsOf,
  registering,
  run,
} from '../../builders/migration.ts';
import { back } from './roll-back.ts';

const migrated = async (
  files: Readonly<Record<string, string>>,
  plan = samplePlan(),
): Promise<Migration> => {
  const world = aMigration(files);
  await planned(world, plan);
  await run(world);
  return world;
};

const fates = async (
  world: Migration,
  changes: Partial<RollbackOptions> = {},
): Promise<Record<string, string>> => {
  const told: Record<string, string> = {};
  await back(world, {
    ...changes,
    onRecord: ({ path }, fate) => Object.assign(told, { [path]: fate }),
  });
  return told;
};

describe('roll a batch back', () => {
  it('removes everything the batch made, by version', async () => {
    const world = await migrated({ 'a.jpg': 'A', 'b.jpg': 'B' });
    expect(await back(world)).toEqual({ removed: 2, kept: 0, status: 'rolled_back' });
    expect(world.destination.versions).toBe(0);
    expect(await pathsOf(world, 'rolled_back')).toEqual(['a.jpg', 'b.jpg']);
  });

  it('only looks without consent', async () => {
    const world = await migrated({ 'a.jpg': 'A' });
    expect(await back(world, { apply: false })).toEqual({
      removed: 1,
      kept: 0,
      status: 'completed',
    });
    expect(world.destination.removed).toEqual([]);
    expect(await pathsOf(world, 'transferred')).toEqual(['a.jpg']);
  });

  it('does nothing when it is repeated', async () => {
    const world = await migrated(manyFiles(5));
    await back(world);
    const before = await world.batches.find(batchId);
    expect(await back(world)).toEqual({ removed: 0, kept: 0, status: 'rolled_back' });
    expect(world.destination.removed).toHaveLength(5);
    expect(await world.batches.find(batchId)).toEqual(before);
  });

  it('keeps a file whose source is gone, and goes on with it once the source is back', async () => {
    const world = await migrated({ 'a.jpg': 'A', 'b.jpg': 'B' });
    world.source.delete('a.jpg');
    expect(await fates(world)).toEqual({ 'a.jpg': 'kept: its source is gone', 'b.jpg': 'remove' });
    expect(await world.batches.find(batchId)).toMatchObject({
      status: 'partly_rolled_back',
      reason: '1 file was kept',
    });
    world.source.put('a.jpg', 'A');
    expect(await back(world)).toMatchObject({ removed: 1, status: 'rolled_back' });
  });

  it('that kept a file can be resumed, cancelled or accepted as it is', async () => {
    const kept = async (): Promise<Migration> => {
      const world = await migrated({ 'a.jpg': 'A', 'b.jpg': 'B' });
      world.source.delete('a.jpg');
      await back(world);
      world.source.put('a.jpg', 'A');
      return world;
    };
    const resumed = await kept();
    expect(await run(resumed)).toMatchObject({ status: 'completed' });
    expect(resumed.destination.contents).toEqual({ 'old/a.jpg': 'A', 'old/b.jpg': 'B' });
    const cancelled = await kept();
    expect(await cancelBatch(cancelled, batchId, 'ada')).toMatchObject({
      status: 'failed',
      reason: 'cancelled by ada',
    });
    const accepted = await kept();
    expect(await acceptKeptFiles(accepted, batchId, 'ada')).toMatchObject({
      status: 'rolled_back',
      reason: '1 file was kept; accepted by ada',
    });
    expect(accepted.destination.contents).toEqual({ 'old/a.jpg': 'A' });
  });

  it('stops when the batch is cancelled meanwhile, and leaves that decision', async () => {
    const world = await migrated(manyFiles(20), samplePlan({ batchSize: 5 }));
    const stopped = await back(world, {
      onRecord: async () => void (await cancelBatch(world, batchId, 'bob')),
    });
    expect(stopped).toMatchObject({ removed: 5, status: 'failed' });
    expect(await world.batches.find(batchId)).toMatchObject({ reason: 'cancelled by bob' });
  });

  it('keeps a file whose source has another size by now', async () => {
    const world = await migrated({ 'a.jpg': 'A' });
    world.source.put('a.jpg', 'longer');
    expect(await fates(world)).toEqual({ 'a.jpg': 'kept: its source changed' });
  });

  it('keeps what somebody wrote over', async () => {
    const world = await migrated({ 'a.jpg': 'A' });
    world.destination.put('old/a.jpg', 'theirs');
    expect(await fates(world)).toEqual({ 'a.jpg': 'kept: somebody changed it' });
    expect(world.destination.versions).toBe(2);
  });

  it('keeps what somebody hid behind a delete marker', async () => {
    const world = await migrated({ 'a.jpg': 'A' });
    world.destination.hide('old/a.jpg');
    expect(await fates(world)).toEqual({ 'a.jpg': 'kept: somebody changed it' });
    expect(world.destination.versions).toBe(1);
  });

  it('keeps what was there before: adopted bytes are not the batch’s own', async () => {
    const world = aMigration({ 'a.jpg': 'A', 'b.jpg': 'B' });
    world.destination.put('old/a.jpg', 'A');
    await planned(world);
    await run(world);
    expect(await back(world)).toMatchObject({ removed: 1, status: 'rolled_back' });
    expect(world.destination.contents).toEqual({ 'old/a.jpg': 'A' });
  });

  it('counts what is gone already as done', async () => {
    const world = await migrated({ 'a.jpg': 'A' });
    await world.destination.remove('old/a.jpg', 'v1');
    expect(await fates(world)).toEqual({ 'a.jpg': 'gone' });
    expect((await world.batches.find(batchId))?.status).toBe('rolled_back');
  });

  it('goes on after it was interrupted', async () => {
    const world = await migrated(manyFiles(20), samplePlan({ batchSize: 5 }));
    const controller = new AbortController();
    await back(world, {
      signal: controller.signal,
      onRecord: () => world.destination.removed.length >= 5 && controller.abort(),
    });
    expect(await world.batches.find(batchId)).toMatchObject({ status: 'rolling_back' });
    expect(await back(world)).toMatchObject({ status: 'rolled_back' });
    expect(world.destination.versions).toBe(0);
  });

  it('takes registered files out of the registry before their bytes go', async () => {
    const world = await migrated({ 'a.jpg': 'A' }, registering());
    const [record] = await recordsOf(world);
    const seen: string[] = [];
    const registrations = {
      remove: async ({ uploadId }: { uploadId: string }) => {
        seen.push(`${uploadId} with ${world.destination.versions} versions`);
        return true;
      },
    };
    await rollbackBatch({ ...world, registrations }, batchId, {
      apply: true,
      moreThanHalf: true,
      signal: new AbortController().signal,
    });
    expect(seen).toEqual([`${record?.uploadId} with 1 versions`]);
    expect((await recordsOf(world))[0]).not.toHaveProperty('uploadId');
  });

  it.each([
    ['as they came', registering()],
    ['all at once', registering({ atomic: true })],
  ])(
    'takes out of the registry what was registered, %s, just before a crash',
    async (_when, plan) => {
      const world = aMigration({ 'a.jpg': 'A' });
      await planned(world, plan);
      const told: string[] = [];
      const uploads = faulty(world.uploads, (operation) => void told.push(operation));
      const batches = faulty(world.batches, (operation) =>
        operation === 'update' && told.includes('create') ? 'before' : undefined,
      );
      await expect(run({ ...world, uploads, batches })).rejects.toThrow('injected');
      const [record] = await recordsOf(world);
      expect(record).not.toHaveProperty('uploadId');
      const removed: unknown[] = [];
      const registrations = { remove: async (one: object) => removed.push(one) > 0 };
      await rollbackBatch({ ...world, registrations }, batchId, {
        apply: true,
        moreThanHalf: true,
        signal: new AbortController().signal,
      });
      expect(removed).toEqual([
        {
          uploadId: uploadIdOf(record?.recordId ?? ''),
          bucket: plan.target.bucket,
          key: record?.key,
        },
      ]);
      expect(world.destination.versions).toBe(0);
    },
  );

  it('is held by one operator at a time', async () => {
    const world = await migrated({ 'a.jpg': 'A' });
    await world.batches.lease(batchId, 'rest bob', 60);
    await expect(back(world)).rejects.toMatchObject({ name: 'BatchBusy' });
    expect(world.destination.removed).toEqual([]);
  });

  it('cannot be run again afterwards', async () => {
    const world = await migrated({ 'a.jpg': 'A' });
    await back(world);
    await expect(run(world)).rejects.toMatchObject({ name: 'BatchRefused' });
  });
});
