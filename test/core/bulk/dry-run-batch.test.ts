import { describe, expect, it } from '@jest/globals';
import { dryRunBatch } from '../../../core/bulk/dry-run-batch.ts';
import { samplePlan } from '../../contracts/bulk/batch-samples.ts';
import { sha256Of } from '../../fakes/bulk/memory-source.ts';
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

const tried = async (
  world: Migration,
  signal = new AbortController().signal,
): Promise<Record<string, string>> => {
  const fates: Record<string, string> = {};
  await dryRunBatch(world, batchId, {
    signal,
    onFate: ({ path }, fate) => Object.assign(fates, { [path]: fate }),
  });
  return fates;
};

const aDryRun = async (files: Readonly<Record<string, string>>): Promise<Migration> => {
  const world = aMigration(files);
  await planned(world, samplePlan({ batchSize: 5 }), true);
  return world;
};

describe('a dry run', () => {
  it('says what would happen to each file, and sends nothing', async () => {
    const world = await aDryRun({ 'new.jpg': 'N', 'same.jpg': 'S', 'other.jpg': 'O' });
    world.destination.put('old/same.jpg', 'S');
    world.destination.put('old/other.jpg', 'X');
    expect(await tried(world)).toEqual({
      'new.jpg': 'transfer',
      'same.jpg': 'same bytes there',
      'other.jpg': 'other bytes there',
    });
    expect(world.transfers.sent).toEqual([]);
  });

  it('remembers sizes and hashes', async () => {
    const world = await aDryRun({ 'a.jpg': 'A' });
    await tried(world);
    expect(await recordsOf(world)).toMatchObject([
      { status: 'planned', sizeBytes: 1, sha256: sha256Of(Buffer.from('A')), attempts: 0 },
    ]);
    expect(await world.batches.find(batchId)).toMatchObject({
      status: 'pending',
      dryRun: true,
      listed: true,
    });
  });

  it('is followed by a run of exactly what it saw', async () => {
    const world = await aDryRun({ 'a.jpg': 'A', 'b.jpg': 'B' });
    await tried(world);
    world.source.put('later.jpg', 'L');
    expect(await run(world)).toMatchObject({ status: 'completed', dryRun: false });
    expect(world.destination.contents).toEqual({ 'old/a.jpg': 'A', 'old/b.jpg': 'B' });
  });

  it('goes on where it was interrupted, and reads no file twice', async () => {
    const world = await aDryRun(manyFiles(20));
    const controller = new AbortController();
    world.source.onList = (path) => path === '00012.jpg' && controller.abort();
    const first = Object.keys(await tried(world, controller.signal)).length;
    expect(first).toBeLessThan(20);
    world.source.onList = () => undefined;
    await tried(world);
    expect(world.transfers.hashed).toHaveLength(20);
    expect((await world.batches.counts(batchId)).planned.files).toBe(20);
  });

  it('says of every file what would happen to it, though it was read before an interruption', async () => {
    const world = await aDryRun({ ...manyFiles(20), 'a//unsafe.jpg': 'U', 'b-changed.jpg': 'C' });
    world.source.promise('b-changed.jpg', sha256Of(Buffer.from('something else')));
    const controller = new AbortController();
    world.source.onList = (path) => path === 'b-changed.jpg' && controller.abort();
    const first = await tried(world, controller.signal);
    world.source.onList = () => undefined;
    const whole = await tried(world);
    expect(Object.keys(whole)).toHaveLength(22);
    expect(whole).toMatchObject(first);
    expect(await tried(world)).toEqual(whole);
  });

  it('is not possible any more once the batch ran', async () => {
    const world = await aDryRun({ 'a.jpg': 'A' });
    await tried(world);
    await run(world);
    await expect(tried(world)).rejects.toMatchObject({ name: 'BatchRefused' });
  });
});

describe('a dry run over a manifest that promises hashes', () => {
  const promised = async (text: string): Promise<Migration> => {
    const world = await aDryRun({ 'a.jpg': 'A' });
    world.source.promise('a.jpg', sha256Of(Buffer.from(text)));
    return world;
  };

  it('reads each file all the same, and remembers its size', async () => {
    const world = await promised('A');
    expect(await tried(world)).toEqual({ 'a.jpg': 'transfer' });
    expect(world.transfers.hashed).toEqual(['old/a.jpg']);
    expect(await recordsOf(world)).toMatchObject([{ status: 'planned', sizeBytes: 1 }]);
  });

  it.each([
    ['the dry run', tried],
    ['the run', run],
  ])('reports what is not as promised as changed: %s', async (_who, reads) => {
    const world = await promised('B');
    await reads(world);
    expect(await pathsOf(world, 'changed')).toEqual(['a.jpg']);
    expect(world.destination.contents).toEqual({});
  });
});

describe('a source that changes between dry run and run', () => {
  it.each([
    ['other bytes of the same size and time', (world: Migration) => world.source.put('b.jpg', 'X')],
    ['another size', (world: Migration) => world.source.put('b.jpg', 'longer')],
    [
      'another time',
      (world: Migration) => world.source.put('b.jpg', 'B', '2024-01-01T00:00:00.000Z'),
    ],
  ])('%s: reported as changed, not taken', async (_what, change) => {
    const world = await aDryRun({ 'a.jpg': 'A', 'b.jpg': 'B' });
    await tried(world);
    change(world);
    expect((await run(world)).status).toBe('completed_with_errors');
    expect(await pathsOf(world, 'changed')).toEqual(['b.jpg']);
    expect(world.destination.contents).toEqual({ 'old/a.jpg': 'A' });
  });

  it('stays reported when the batch is resumed, until somebody says to take it', async () => {
    const world = await aDryRun({ 'b.jpg': 'B' });
    await tried(world);
    world.source.put('b.jpg', 'X');
    await run(world);
    expect((await run(world)).status).toBe('completed_with_errors');
    expect((await run(world, { takeChanged: true })).status).toBe('completed');
    expect(world.destination.contents).toEqual({ 'old/b.jpg': 'X' });
  });

  it('fails a file that is gone', async () => {
    const world = await aDryRun({ 'a.jpg': 'A', 'b.jpg': 'B' });
    await tried(world);
    world.source.delete('b.jpg');
    await run(world);
    expect(await recordsOf(world, 'failed')).toMatchObject([
      { path: 'b.jpg', failure: { code: 'SourceMissing' } },
    ]);
  });
});
