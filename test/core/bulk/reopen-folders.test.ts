import { describe, expect, it } from '@jest/globals';
import { samplePlan } from '../../contracts/bulk/batch-samples.ts';
import { aMigration, planned, recordsOf, registering, run } from '../builders/migration.ts';

const files = {
  'a.jpg': 'A',
  'shut-1.jpg': 'B',
  'shut.jpg': 'C',
  'shut/1.jpg': 'D',
  'shut/deep/2.jpg': 'E',
  'shut0.jpg': 'F',
};

const shutMigration = async (plan = samplePlan({ batchSize: 2 })) => {
  const world = aMigration(files);
  await planned(world, plan);
  world.source.shut = 'shut/';
  expect((await run(world)).status).toBe('completed_with_errors');
  return world;
};

const statuses = async (world: Awaited<ReturnType<typeof shutMigration>>) =>
  Object.fromEntries((await recordsOf(world)).map(({ path, status }) => [path, status]));

describe('keepsake resume <batch>, after a folder could not be read', () => {
  it('takes the files of the folder, once it can be read', async () => {
    const world = await shutMigration();
    world.source.shut = undefined;
    expect((await run(world)).status).toBe('completed');
    const sent = Object.fromEntries(Object.keys(files).map((path) => [path, 'transferred']));
    expect(await statuses(world)).toEqual({ ...sent, 'shut/': 'skipped' });
    expect(world.transfers.sent).toHaveLength(Object.keys(files).length);
  });

  it('fails again while the folder cannot be read', async () => {
    const world = await shutMigration();
    expect((await run(world)).status).toBe('completed_with_errors');
    const [folder] = (await recordsOf(world)).filter(({ path }) => path === 'shut/');
    expect(folder).toMatchObject({ status: 'failed', failure: { code: 'Unreadable' } });
  });

  it('names a folder below it that cannot be read either', async () => {
    const world = await shutMigration();
    world.source.shut = 'shut/deep/';
    expect((await run(world)).status).toBe('completed_with_errors');
    expect(await statuses(world)).toMatchObject({
      'shut/': 'skipped',
      'shut/1.jpg': 'transferred',
      'shut/deep/': 'failed',
    });
  });

  it('registers all files at once, and not the folder', async () => {
    const world = await shutMigration(registering({ atomic: true, batchSize: 2 }));
    world.source.shut = undefined;
    expect((await run(world)).status).toBe('completed');
  });
});
