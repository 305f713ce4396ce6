import { describe, expect, it } from '@jest/globals';
import { dryRunBatch } from '../../../core/bulk/dry-run-batch.ts';
import { toUpload } from '../../../core/bulk/register-files.ts';
import { rollbackBatch } from '../../../core/bulk/rollback/rollback-batch.ts';
import { sampleBatch, sampleRecord } from '../../contracts/bulk/batch-samples.ts';
import { erasureOf } from '../builders/erasures.ts';
import {
  aMigration,
  batchId,
  type Migration,
  pathsOf,
  planned,
  recordsOf,
  registering,
  run,
} from '../builders/migration.ts';

it.each([[{ path: '7/old/a.jpg', index: undefined }], [{ path: '7/2/old/a.jpg', index: 2 }]])(
  'a row’s file is found by the path in the row: %j',
  ({ path, index }) => {
    const plan = registering();
    const row = { table: 'photos', id: '7', column: 'path', value: 'old/a.jpg', index };
    const record = sampleRecord(sampleBatch({ plan }), path, { row });
    if (!plan.register) throw new Error('the plan registers nothing');
    expect(toUpload(plan, plan.register, record).legacyPath).toBe('old/a.jpg');
  },
);

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
    expect(await recordsOf(world)).toMatchObject([
      { status: 'transferred', created: true, uploadId: expect.stringMatching(/^upl_/) },
    ]);
  });

  it('keeps the same path of two owners apart', async () => {
    const world = aMigration({ 'a.jpg': 'A' });
    await planned(world, registering());
    await run(world);
    const bobs = {
      ...registering(),
      register: {
        ownerId: 'bob',
        category: 'photo',
        contentTypes: ['image/jpeg'],
        maxSizeBytes: 1000,
      },
    };
    const other = {
      ...aMigration({ 'a.jpg': 'other' }),
      destination: world.destination,
      uploads: world.uploads,
    };
    other.transfers = new (Object.getPrototypeOf(world.transfers).constructor)(
      other.source,
      world.destination,
    );
    await planned(other, bobs);
    expect((await run(other)).status).toBe('completed');
    expect(Object.values(world.destination.contents).sort()).toEqual(['A', 'other']);
  });

  it('refuses what its category does not allow', async () => {
    const world = aMigration({
      'page.html': '<script>',
      'big.jpg': 'x'.repeat(1001),
      'good.jpg': 'G',
    });
    await planned(world, registering());
    expect((await run(world)).status).toBe('completed_with_errors');
    expect(
      (await recordsOf(world, 'failed')).map(({ path, failure }) => [path, failure?.code]),
    ).toEqual([
      ['big.jpg', 'TooLarge'],
      ['page.html', 'TypeNotAllowed'],
    ]);
  });
});

describe('a file whose size nobody knows before it is read, larger than its category allows', () => {
  const { signal } = new AbortController();

  const unsized = async (dryRun = false): Promise<Migration> => {
    const world = aMigration({ 'big.jpg': 'x'.repeat(1001), 'good.jpg': 'G' });
    for (const path of ['big.jpg', 'good.jpg']) world.source.promise(path);
    await planned(world, registering(), dryRun);
    return world;
  };

  it('has failed, is not registered, and is not tried again', async () => {
    const world = await unsized();
    for (const _run of ['first', 'resumed'])
      expect((await run(world)).status).toBe('completed_with_errors');
    const [big] = await recordsOf(world, 'failed');
    expect(big).toMatchObject({ path: 'big.jpg', failure: { code: 'TooLarge' }, attempts: 1 });
    expect(await world.uploads.find(`upl_${big?.recordId}`)).toBeUndefined();
    expect(await pathsOf(world, 'transferred')).toEqual(['good.jpg']);
  });

  it('is removed by a rollback', async () => {
    const world = await unsized();
    await run(world);
    await rollbackBatch(world, batchId, { apply: true, moreThanHalf: true, signal });
    expect(world.destination.contents).toEqual({});
  });

  it('cannot be read in a dry run, and is not sent by the run', async () => {
    const world = await unsized(true);
    const fates: Record<string, string> = {};
    await dryRunBatch(world, batchId, {
      signal,
      onFate: ({ path }, fate) => Object.assign(fates, { [path]: fate }),
    });
    expect(fates).toEqual({ 'big.jpg': 'cannot be read', 'good.jpg': 'transfer' });
    await run(world);
    expect(world.transfers.sent).toHaveLength(1);
  });

  it('is refused as well when it grew since it was listed, and is taken as it is', async () => {
    const world = aMigration({ 'a.jpg': 'A' });
    await planned(world, registering(), true);
    await dryRunBatch(world, batchId, { signal, onFate: () => undefined });
    world.source.put('a.jpg', 'x'.repeat(1001));
    await run(world);
    await run(world, { takeChanged: true });
    expect(await recordsOf(world, 'failed')).toMatchObject([
      { path: 'a.jpg', failure: { code: 'TooLarge' } },
    ]);
  });

  it('does not bring back a file whose upload was erased', async () => {
    const world = aMigration({ 'a.jpg': 'A' });
    await planned(world, registering());
    await run(world);
    const [{ uploadId = 'none' } = {}] = await recordsOf(world);
    const upload = await world.uploads.find(uploadId);
    if (!upload) throw new Error('nothing was registered');
    await world.uploads.erase(upload, erasureOf(upload));
    const again = { ...aMigration({ 'a.jpg': 'A' }), uploads: world.uploads };
    await planned(again, registering());
    await run(again);
    expect(await recordsOf(again)).toMatchObject([
      { status: 'failed', failure: { message: expect.stringContaining('was erased') } },
    ]);
    expect(await world.uploads.find(uploadId)).toBeUndefined();
  });
});
