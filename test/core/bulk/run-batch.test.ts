import { describe, expect, it } from '@jest/globals';
import { samplePlan } from '../../contracts/bulk/batch-samples.ts';
import {
  aMigration,
  batchId,
  type Migration,
  manyFiles,
  pathsOf,
  planned,
  recordsOf,
  run,
} from '../builders/migration.ts';

const poison = (world: Migration, path: string): void => {
  world.transfers.before = ({ key }) =>
    key.endsWith(path) ? { code: 'Unreadable', message: 'Input/output error' } : undefined;
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
    const world = {
      ...aMigration({ 'a.jpg': 'A', 'b.tmp': 'B' }),
      selects: (path: string) => path.endsWith('.jpg'),
    };
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
    expect(await recordsOf(world)).toMatchObject([
      { status: 'skipped', created: false, reason: 'the same bytes are there' },
    ]);
  });

  it.each([
    ['skip', 'changed', 'completed_with_errors'],
    ['fail', 'failed', 'completed_with_errors'],
  ] as const)(
    'leaves other bytes under the key alone and never calls them done: on conflict %s',
    async (onConflict, status, end) => {
      const world = aMigration({ 'a.jpg': 'A' });
      world.destination.put('old/a.jpg', 'theirs');
      await planned(world, samplePlan({ onConflict }));
      expect((await run(world)).status).toBe(end);
      expect(await pathsOf(world, status)).toEqual(['a.jpg']);
      expect(world.destination.contents).toEqual({ 'old/a.jpg': 'theirs' });
    },
  );

  it('reports a file that was edited since an earlier batch moved it', async () => {
    const world = aMigration({ 'a.jpg': 'new', 'b.jpg': 'B' });
    world.destination.put('old/a.jpg', 'old', {
      'keepsake-batch': 'bat_earlier',
      'keepsake-record': 'a',
    });
    await planned(world);
    expect((await run(world)).status).toBe('completed_with_errors');
    expect(await pathsOf(world, 'changed')).toEqual(['a.jpg']);
    expect(await pathsOf(world, 'transferred')).toEqual(['b.jpg']);
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
    expect((await recordsOf(world, 'failed')).map(({ failure }) => failure?.code)).toEqual(
      Array(4).fill('UnsafeName'),
    );
  });

  it('counts what may not be taken as errors, like any other', async () => {
    const world = aMigration(
      Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`a//${index}.jpg`, 'x'])),
    );
    await planned(world, samplePlan({ maxErrors: 2, batchSize: 5 }));
    expect(await run(world)).toMatchObject({ status: 'failed', reason: 'more than 2 errors' });
    expect(await world.batches.counts(batchId)).toMatchObject({
      failed: { files: 5 },
      planned: { files: 0 },
    });
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
    expect(await run(world, { signal: controller.signal })).toMatchObject({
      status: 'paused',
      reason: 'interrupted',
    });
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
    expect(await world.batches.find(batchId)).toMatchObject({
      status: 'failed',
      reason: 'the disk is away',
    });
    world.source.onList = () => undefined;
    expect((await run(world)).status).toBe('completed');
    expect(world.transfers.sent).toHaveLength(20);
  });
});
