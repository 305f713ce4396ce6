import { describe, expect, it } from '@jest/globals';
import { registerOnly } from '../../../core/bulk/register-only.ts';
import { resolveFile } from '../../../core/delivery/resolve-file.ts';
import { erasureOf } from '../builders/erasures.ts';
import {
  aMigration,
  batchId,
  planned,
  recordsOf,
  registering,
  run,
} from '../builders/migration.ts';
import { aDeliveryWorld } from '../builders/world.ts';

const plan = registering();
const target = { ...plan, register: plan.register ?? never() };

function never(): never {
  throw new Error('the plan registers nothing');
}

const register = (world: ReturnType<typeof aMigration>, dryRun = false) => {
  const problems: string[] = [];
  const { signal } = new AbortController();
  const onProblem = (path: string) => problems.push(path);
  return registerOnly(world, target, { dryRun, signal, onProblem }).then((done) => ({
    ...done,
    problems,
  }));
};

const uploadOf = async (world: ReturnType<typeof aMigration>, path = '2019/a.jpg') => {
  const { uploads } = await world.uploads.list({ legacyPath: path }, { limit: 2 });
  expect(uploads).toHaveLength(1);
  return uploads[0] ?? never();
};

const eraseUploadOf = async (world: ReturnType<typeof aMigration>): Promise<void> => {
  const upload = await uploadOf(world);
  await world.uploads.erase(upload, erasureOf(upload));
};

describe('files that are registered where they lie', () => {
  it('are permanent uploads whose bytes the old system serves', async () => {
    const world = aMigration({ '2019/a.jpg': 'A' });
    expect(await register(world)).toMatchObject({
      registered: 1,
      known: 0,
      failed: 0,
      firstPath: '2019/a.jpg',
    });
    const upload = await uploadOf(world);
    expect(upload).toMatchObject({
      ownerId: 'ada',
      status: 'permanent',
      source: 'local',
      legacyPath: '2019/a.jpg',
      contentType: 'image/jpeg',
    });
    expect(upload).not.toHaveProperty('sha256');
    expect(await resolveFile(aDeliveryWorld(), upload)).toMatchObject({
      source: 'local',
      url: 'https://old.example.com/files/2019/a.jpg',
    });
  });

  it('are registered once, however often it is asked for', async () => {
    const world = aMigration({ '2019/a.jpg': 'A' });
    await register(world);
    expect(await register(world)).toMatchObject({ registered: 0, known: 1 });
  });

  it('change nothing in a dry run', async () => {
    const world = aMigration({ '2019/a.jpg': 'A' });
    expect(await register(world, true)).toMatchObject({ registered: 1, dryRun: true });
    expect((await world.uploads.list({}, { limit: 1 })).uploads).toEqual([]);
  });

  it('are of the types and sizes that their category takes', async () => {
    const world = aMigration({ 'page.html': '<p>', 'big.jpg': 'x'.repeat(1001), 'a.jpg': 'A' });
    expect(await register(world)).toMatchObject({
      registered: 1,
      failed: 2,
      problems: ['big.jpg', 'page.html'],
    });
  });
});

describe('moving files that were registered', () => {
  const moved = async () => {
    const world = aMigration({ '2019/a.jpg': 'A' });
    await register(world);
    const before = await uploadOf(world);
    await world.uploads.save({ ...before, ownerId: 'usr_42' });
    await planned(world, plan);
    const batch = await run(world);
    return { world, before, batch };
  };

  it('keeps the id and the owner, and storage serves them from then on', async () => {
    const { world, before, batch } = await moved();
    expect(batch).toMatchObject({ status: 'completed' });
    const [record] = await recordsOf(world);
    expect(record).toMatchObject({ status: 'transferred', uploadId: before.uploadId });
    expect(await uploadOf(world)).toMatchObject({
      uploadId: before.uploadId,
      ownerId: 'usr_42',
      source: 's3',
      versionId: record?.versionId,
      sha256: record?.sha256,
    });
  });

  it('is known to a second run, and to a second registration', async () => {
    const { world } = await moved();
    expect(await register(world)).toMatchObject({ registered: 0, known: 1 });
    expect(await uploadOf(world)).toMatchObject({ source: 's3' });
    expect(await world.batches.counts(batchId)).toMatchObject({ failed: { files: 0 } });
  });

  it('does not take a file whose erasure is under way: its copy would stay behind', async () => {
    const world = aMigration({ '2019/a.jpg': 'A' });
    await register(world);
    const before = await uploadOf(world);
    const removal = { as: 'erased' as const, at: before.updatedAt, by: 'ada' };
    await world.uploads.save({ ...before, removal });
    await planned(world, plan);
    expect(await run(world)).toMatchObject({ status: 'completed_with_errors' });
    expect(await recordsOf(world)).toMatchObject([
      { status: 'failed', failure: { message: expect.stringMatching(/is being erased/) } },
    ]);
    expect(await uploadOf(world)).toMatchObject({ source: 'local', removal });
  });

  it('are not registered again once they were erased', async () => {
    const world = aMigration({ '2019/a.jpg': 'A' });
    await register(world);
    await eraseUploadOf(world);
    expect(await register(world)).toMatchObject({ registered: 0, known: 0, erased: 1, failed: 0 });
    expect((await world.uploads.list({}, { limit: 1 })).uploads).toEqual([]);
  });
});
