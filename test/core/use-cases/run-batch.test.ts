import { describe, expect, it } from '@jest/globals';
import { cancelBatch, pauseBatch } from '../../../core/use-cases/steer-batch.ts';
import { samplePlan } from '../../contracts/batch-samples.ts';
import { Killed } from '../../fakes/memory-transfers.ts';
import { aMigration, batchId, type Migration, manyFiles, pathsOf, planned, recordsOf, registering, run } from '../builders/migration.ts';

const poison = (world: Migration, path: string): void => {
  world.transfers.before = ({ key }) => (key.endsWith(path) ? { code: 'Unreadable', message: 'Input/output error' } : undefined);
};

/** The process dies once that many files were written: nothing it would do afterwards happens, its lease runs out. */
const killAfter = async (world: Migration, files: number): Promise<void> => {
  const { batches } = world;
  const alive = { save: batches.save, update: batches.update, release: batches.release };
  const never = () => Promise.reject(new Killed('kill -9'));
  world.transfers.after = () => {
    if (world.transfers.sent.length < files) return;
    Object.assign(batches, { save: never, update: never, release: never });
    throw new Killed('kill -9');
  };
  await expect(run(world)).rejects.toBeInstanceOf(Killed);
  Object.assign(batches, alive);
  world.transfers.after = () => undefined;
  world.clock.advance(60_000);
};

describe('run a batch', () => {
  it('sends every file under its own path, below the prefix', async () => {
    const world = aMigration({ 'a.jpg': 'A', '2019/b.jpg': 'B' });
    await planned(world);
    expect((await run(world)).status).toBe('completed');
    expect(world.destination.contents).toEqual({ 'old/2019/b.jpg': 'B', 'old/a.jpg': 'A' });
  });

  it('keeps what is needed to prove and to undo it', async () => {
    const world = aMigration({ 'a.jpg': 'A' });
    await planned(world);
    await run(world);
    expect(await recordsOf(world)).toMatchObject([
      {
        status: 'transferred',
        created: true,
        versionId: 'v1',
        sizeBytes: 1,
        sha256: 'VZrq0IJk1XldOQlxjN0Fq9SVcuhP5VWQ7vMaiKCP3/0=',
        attempts: 1,
      },
    ]);
  });

  it('marks every object with its batch and record', async () => {
    const world = aMigration({ 'a.jpg': 'A' });
    await planned(world);
    await run(world);
    const [record] = await recordsOf(world);
    expect((await world.destination.head('old/a.jpg'))?.metadata).toEqual({
      'keepsake-batch': batchId,
      'keepsake-record': record?.recordId,
    });
  });

  it('takes only what is selected', async () => {
    const world = { ...aMigration({ 'a.jpg': 'A', 'b.tmp': 'B' }), selects: (path: string) => path.endsWith('.jpg') };
    await planned(world);
    await run(world);
    expect(await pathsOf(world, 'transferred')).toEqual(['a.jpg']);
  });

  it('finishes 9,999 of 10,000 files and says what is wrong with the other one', async () => {
    const world = aMigration(manyFiles(10_000));
    await planned(world);
    poison(world, '04711.jpg');
    expect((await run(world)).status).toBe('completed_with_errors');
    expect(await world.batches.counts(batchId)).toMatchObject({
      transferred: { files: 9999 },
      failed: { files: 1 },
      planned: { files: 0 },
    });
    expect(await recordsOf(world, 'failed')).toMatchObject([
      { path: '04711.jpg', failure: { code: 'Unreadable', message: 'Input/output error' } },
    ]);
  });

  it('tries failed files again when it is resumed, and no others', async () => {
    const world = aMigration(manyFiles(10));
    await planned(world);
    poison(world, '00003.jpg');
    await run(world);
    world.transfers.before = () => undefined;
    const before = world.transfers.sent.length;
    expect((await run(world)).status).toBe('completed');
    expect(world.transfers.sent.slice(before)).toEqual(['old/00003.jpg']);
  });

  it('leaves a file whose bytes are there already as it is', async () => {
    const world = aMigration({ 'a.jpg': 'A' });
    world.destination.put('old/a.jpg', 'A');
    await planned(world);
    expect((await run(world)).status).toBe('completed');
    expect(await recordsOf(world)).toMatchObject([{ status: 'skipped', created: false, reason: 'the same bytes are there' }]);
  });

  it.each([
    ['skip', 'skipped', 'completed'],
    ['fail', 'failed', 'completed_with_errors'],
  ] as const)('leaves other bytes under the key alone: on conflict %s', async (onConflict, status, end) => {
    const world = aMigration({ 'a.jpg': 'A' });
    world.destination.put('old/a.jpg', 'theirs');
    await planned(world, samplePlan({ onConflict }));
    expect((await run(world)).status).toBe(end);
    expect(await pathsOf(world, status)).toEqual(['a.jpg']);
    expect(world.destination.contents).toEqual({ 'old/a.jpg': 'theirs' });
  });

  it('refuses paths that would leave the prefix, and takes the rest', async () => {
    const world = aMigration({
      '../escape.jpg': 'x',
      'a//b.jpg': 'x',
      'nul\0.jpg': 'x',
      [`${'long/'.repeat(300)}.jpg`]: 'x',
      'good.jpg': 'G',
    });
    await planned(world);
    expect((await run(world)).status).toBe('completed_with_errors');
    expect(world.destination.contents).toEqual({ 'old/good.jpg': 'G' });
    expect((await recordsOf(world, 'failed')).map(({ failure }) => failure?.code)).toEqual(Array(4).fill('UnsafeName'));
  });

  it('stops after more errors than it may have', async () => {
    const world = aMigration(manyFiles(40));
    await planned(world, samplePlan({ maxErrors: 2, batchSize: 5 }));
    world.transfers.before = () => ({ code: 'Unreadable', message: 'no' });
    expect(await run(world)).toMatchObject({ status: 'failed', reason: 'more than 2 errors' });
    expect((await world.batches.counts(batchId)).failed.files).toBeLessThan(20);
  });

  it('is paused by an interruption, with everything in flight on record', async () => {
    const world = aMigration(manyFiles(40));
    await planned(world, samplePlan({ batchSize: 5 }));
    const controller = new AbortController();
    world.transfers.after = () => world.transfers.sent.length === 12 && controller.abort();
    expect(await run(world, { signal: controller.signal })).toMatchObject({ status: 'paused', reason: 'interrupted' });
    expect(await pathsOf(world, 'transferred')).toHaveLength(12);
    expect((await run(world)).status).toBe('completed');
    expect(world.transfers.sent).toHaveLength(40);
  });

  it('says that its source broke, and goes on from there when it is resumed', async () => {
    const world = aMigration(manyFiles(20));
    await planned(world, samplePlan({ batchSize: 5 }));
    world.source.onList = (path) => {
      if (path === '00012.jpg') throw new Error('the disk is away');
    };
    await expect(run(world)).rejects.toThrow('the disk is away');
    expect(await world.batches.find(batchId)).toMatchObject({ status: 'failed', reason: 'the disk is away' });
    world.source.onList = () => undefined;
    expect((await run(world)).status).toBe('completed');
    expect(world.transfers.sent).toHaveLength(20);
  });
});

describe('pause and cancel from elsewhere', () => {
  it('is seen at the next group; what is in flight ends and is on record', async () => {
    const world = aMigration(manyFiles(40));
    await planned(world, samplePlan({ batchSize: 5 }));
    world.transfers.after = () => {
      if (world.transfers.sent.length === 8) void pauseBatch(world, batchId, 'bob');
    };
    expect(await run(world)).toMatchObject({ status: 'paused', reason: 'paused by bob' });
    expect((await pathsOf(world, 'transferred')).length).toBe(world.transfers.sent.length);
    expect(world.transfers.sent.length).toBeLessThan(25);
    expect((await world.batches.find(batchId))?.lease).toBeUndefined();
  });

  it('cancel ends the batch as failed and leaves what was stored', async () => {
    const world = aMigration(manyFiles(40));
    await planned(world, samplePlan({ batchSize: 5 }));
    world.transfers.after = () => {
      if (world.transfers.sent.length === 8) void cancelBatch(world, batchId, 'bob');
    };
    expect(await run(world)).toMatchObject({ status: 'failed', reason: 'cancelled by bob' });
    expect(Object.keys(world.destination.contents)).toHaveLength(world.transfers.sent.length);
  });
});

describe('resume after kill -9', () => {
  it.each([1, 4, 5, 6, 17, 39, 40])('after %i files: the same objects and report as an uninterrupted run', async (files) => {
    const world = aMigration(manyFiles(40));
    const calm = aMigration(manyFiles(40));
    for (const one of [world, calm]) await planned(one, samplePlan({ batchSize: 5 }));
    await killAfter(world, files);
    expect((await world.batches.find(batchId))?.status).toBe('running');
    expect((await run(world)).status).toBe('completed');
    await run(calm);
    const report = async (of: Migration) =>
      (await recordsOf(of)).map(({ path, key, status, sha256, created }) => ({ path, key, status, sha256, created }));
    expect(await report(world)).toEqual(await report(calm));
    expect(world.destination.contents).toEqual(calm.destination.contents);
    expect(world.destination.versions).toBe(40);
  });

  it('lists each file of the source to the engine once, though the last group may be listed again', async () => {
    const world = aMigration(manyFiles(40));
    await planned(world, samplePlan({ batchSize: 5 }));
    await killAfter(world, 17);
    await run(world);
    expect(world.transfers.sent.length).toBe(40);
    expect(new Set(world.transfers.sent).size).toBe(40);
  });
});

describe('one batch, one runner', () => {
  it('a second operator is told who has it and until when', async () => {
    const world = aMigration(manyFiles(3));
    await planned(world);
    await world.batches.lease(batchId, 'rest bob', 60);
    await expect(run(world)).rejects.toMatchObject({
      name: 'BatchBusy',
      message: expect.stringMatching(/rest bob works on it until 2030-01-01T00:01:00/),
    });
    expect(world.transfers.sent).toEqual([]);
  });

  it('a runner that lost its batch stops, and its record is not touched', async () => {
    const world = aMigration(manyFiles(40));
    await planned(world, samplePlan({ batchSize: 5 }));
    world.transfers.after = () => {
      if (world.transfers.sent.length !== 12) return;
      world.clock.advance(60_000);
      void world.batches.lease(batchId, 'rest bob', 60);
    };
    await expect(run(world)).rejects.toMatchObject({ name: 'AttemptSuperseded' });
    expect(await world.batches.find(batchId)).toMatchObject({ status: 'running', lease: { holder: 'rest bob' } });
    expect((await pathsOf(world, 'transferred')).length).toBeLessThanOrEqual(10);
  });

  it('a runner whose renewal comes too late stops', async () => {
    const world = aMigration(manyFiles(40));
    await planned(world, samplePlan({ batchSize: 100 }));
    world.transfers.after = () => {
      if (world.transfers.sent.length !== 12) return;
      world.clock.advance(60_000);
      void world.batches.lease(batchId, 'rest bob', 60).then(() => world.beats[0]?.());
    };
    await expect(run(world)).rejects.toMatchObject({ name: 'AttemptSuperseded' });
    expect(world.transfers.sent.length).toBeLessThan(20);
  });

  it('does not run what is complete or on its way back', async () => {
    const world = aMigration(manyFiles(1));
    await planned(world);
    await run(world);
    await expect(run(world)).rejects.toMatchObject({ name: 'BatchRefused', message: 'Batch bat_1 is completed; it cannot be run.' });
  });
});

describe('a batch that registers', () => {
  it('puts each file into the registry: permanent, from S3, with its old path', async () => {
    const world = aMigration({ '2019/Grüße.jpg': 'G' });
    await planned(world, registering());
    await run(world);
    const [record] = await recordsOf(world);
    expect(await world.uploads.find(`upl_${record?.recordId}`)).toMatchObject({
      ownerId: 'ada',
      category: 'photo',
      fileName: 'Grüße.jpg',
      source: 's3',
      legacyPath: '2019/Grüße.jpg',
      status: 'permanent',
      bucket: 'files',
      key: `photos/legacy/${record?.recordId}`,
      versionId: 'v1',
      sizeBytes: 1,
    });
  });

  it('registers a file once, though its registration was not on record', async () => {
    const world = aMigration({ 'a.jpg': 'A' });
    await planned(world, registering());
    const { update } = world.batches;
    Object.assign(world.batches, { update: () => Promise.reject(new Error('the power is off')) });
    await expect(run(world)).rejects.toThrow('the power is off');
    Object.assign(world.batches, { update });
    expect((await run(world)).status).toBe('completed');
    expect(await recordsOf(world)).toMatchObject([{ status: 'transferred', created: true, uploadId: expect.stringMatching(/^upl_/) }]);
  });

  it('keeps the same path of two owners apart', async () => {
    const world = aMigration({ 'a.jpg': 'A' });
    await planned(world, registering());
    await run(world);
    const bobs = { ...registering(), register: { ownerId: 'bob', category: 'photo', contentTypes: ['image/jpeg'], maxSizeBytes: 1000 } };
    const other = { ...aMigration({ 'a.jpg': 'other' }), destination: world.destination, uploads: world.uploads };
    other.transfers = new (Object.getPrototypeOf(world.transfers).constructor)(other.source, world.destination);
    await planned(other, bobs);
    expect((await run(other)).status).toBe('completed');
    expect(Object.values(world.destination.contents).sort()).toEqual(['A', 'other']);
  });

  it('refuses what its category does not allow', async () => {
    const world = aMigration({ 'page.html': '<script>', 'big.jpg': 'x'.repeat(1001), 'good.jpg': 'G' });
    await planned(world, registering());
    expect((await run(world)).status).toBe('completed_with_errors');
    expect((await recordsOf(world, 'failed')).map(({ path, failure }) => [path, failure?.code])).toEqual([
      ['big.jpg', 'TooLarge'],
      ['page.html', 'TypeNotAllowed'],
    ]);
  });
});
