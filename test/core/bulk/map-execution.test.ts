import { describe, expect, it } from '@jest/globals';
import { S3CopyTransfers } from '../../../adapters/bulk/s3-copy-transfers.ts';
import { copyBatchItems } from '../../../core/bulk/copy-batch-items.ts';
import { type BegunMap, beginMap, finishMap, keepLease } from '../../../core/bulk/map-execution.ts';
import { cancelBatch, pauseBatch } from '../../../core/bulk/steer-batch.ts';
import { sampleBatch } from '../../contracts/bulk/batch-samples.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { MemoryObjects } from '../../fakes/storage/memory-objects.ts';
import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';
import { inStage } from '../builders/stage-plan.ts';

const looks = { listsAnything: async () => true, unmatchedPatterns: async () => [] };

const minutes = (count: number): number => count * 60_000;

const begun = async (plan = inStage()) => {
  const clock = new FixedClock();
  const batches = new MemoryBatches(clock);
  const { batchId } = sampleBatch();
  await batches.create(sampleBatch({ batchId, plan }));
  const objects = new MemoryObjects();
  const transfers = new S3CopyTransfers({ objects, bucket: 'files', storageClass: 'STANDARD' });
  const deps = { clock, batches, transfers, uploads: new MemoryUploads(), selects: () => true };
  const map = await beginMap(deps, batchId, 'execution-1');
  const copyAs = (run: BegunMap, ...keys: string[]) => {
    const items = keys.map((key) => {
      const { etag, sizeBytes } = objects.put('old', key, `bytes of ${key}`);
      return { key, etag, sizeBytes };
    });
    return copyBatchItems(deps, { batchId, ...run, items });
  };
  const copy = (...keys: string[]) => copyAs(map, ...keys);
  return { ...deps, batchId, ...map, copy, copyAs };
};

it.each([
  ['a prefix', {}, { kind: 'prefix', bucket: 'old', prefix: 'media/' }],
  [
    'a manifest',
    { manifestBucket: 'lists', manifestKey: 'a.csv' },
    { kind: 'manifest', bucket: 'lists', key: 'a.csv' },
  ],
  [
    'an inventory',
    { manifestKey: 'manifest.json', inventory: true },
    { kind: 'inventory', bucket: 'old', key: 'manifest.json' },
  ],
])('a Map reads %s as such', async (_what, more, listing) => {
  const options = { bucket: 'old', prefix: 'media/', ...more };
  const source = { kind: 's3' as const, description: 's3://old/media/', options };
  expect((await begun(inStage({ source }))).listing).toEqual(listing);
});

describe('a Map of a batch that puts up with one error', () => {
  const strict = inStage({ maxErrors: 1 });

  it('goes on after one', async () => {
    const world = await begun(strict);
    expect(await world.copy('media/a.exe', 'media/a.jpg')).toEqual({
      stopped: false,
      failed: 1,
      transferred: 1,
    });
    expect(await world.copy('media/b.jpg')).toEqual({ stopped: false, transferred: 1 });
  });

  it('fails the batch with the second one; what is still to come copies nothing', async () => {
    const world = await begun(strict);
    await world.copy('media/a.exe', 'media/b.exe');
    expect(await world.batches.find(world.batchId)).toMatchObject({
      status: 'failed',
      reason: 'more than 1 errors',
    });
    expect(await world.copy('media/c.jpg')).toEqual({ stopped: true });
  });

  it('says that it stopped, not that its time was up, when that left objects behind', async () => {
    const world = await begun(strict);
    const many = Array.from({ length: 90 }, (_, index) => `media/photo-${index}.jpg`);
    const answer = await world.copy('media/a.exe', 'media/b.exe', ...many);
    expect(answer).toMatchObject({ stopped: true, failed: 2 });
    expect(answer).not.toHaveProperty('left');
    expect(answer.transferred ?? 0).toBeLessThan(90);
  });

  it('ends as failed, not gone over: a resume lists what is left', async () => {
    const world = await begun(strict);
    await world.copy('media/a.exe', 'media/b.exe');
    expect(await finishMap(world, world.batchId, { fence: world.fence, ...looks })).toMatchObject({
      status: 'failed',
      listed: false,
    });
  });

  it('counts anew when it is resumed', async () => {
    const world = await begun(strict);
    await world.copy('media/a.exe', 'media/b.exe');
    await finishMap(world, world.batchId, { fence: world.fence, ...looks });
    const again = await beginMap(world, world.batchId, 'execution-2');
    expect(await world.copyAs(again, 'media/c.exe')).toEqual({ stopped: false, failed: 1 });
    expect(await world.copyAs(again, 'media/d.jpg')).toEqual({ stopped: false, transferred: 1 });
  });
});

describe('a Map that was paused', () => {
  it('did not go over the whole list: whoever resumes the batch lists it', async () => {
    const world = await begun();
    await pauseBatch(world, world.batchId, 'ada');
    expect(await finishMap(world, world.batchId, { fence: world.fence, ...looks })).toMatchObject({
      status: 'paused',
      listed: false,
    });
  });
});

describe('the lease of a Map', () => {
  it('lasts as long as its calls come', async () => {
    const world = await begun();
    for (let call = 0; call < 10; call += 1) {
      world.clock.advance(minutes(25));
      expect(await world.copy(`media/${call}.jpg`)).toEqual({ stopped: false, transferred: 1 });
    }
    await expect(beginMap(world, world.batchId, 'execution-2')).rejects.toMatchObject({
      name: 'BatchBusy',
    });
  });

  it('is over soon after an execution was stopped or could not finish: its batch can be resumed', async () => {
    const world = await begun();
    await world.copy('media/a.jpg');
    world.clock.advance(minutes(40));
    const { fence } = await beginMap(world, world.batchId, 'execution-2');
    expect(fence).toBeGreaterThan(world.fence);
    expect(await world.copy('media/b.jpg')).toEqual({ stopped: true });
  });

  it('outlasts every call that had begun: nobody else writes beside it', async () => {
    const world = await begun();
    for (let call = 0; call < 40; call += 1) {
      await world.copy(`media/${call}.jpg`);
      const { expiresAt = '' } = (await world.batches.find(world.batchId))?.lease ?? {};
      expect(new Date(expiresAt).getTime() - world.clock.now().getTime()).toBeGreaterThan(
        minutes(15),
      );
      world.clock.advance(minutes(1));
    }
  });

  it('is not taken anew by a call that comes after the end', async () => {
    const world = await begun();
    world.clock.advance(minutes(30));
    const before = sampleBatch({ ...(await world.batches.find(world.batchId)) });
    await finishMap(world, world.batchId, { fence: world.fence, ...looks });
    expect(await keepLease(world, before, world.fence)).toBeUndefined();
    expect((await world.batches.find(world.batchId))?.lease).toBeUndefined();
  });
});

describe('an execution that waited for another one', () => {
  const ended = async (steer: (world: Awaited<ReturnType<typeof begun>>) => Promise<unknown>) => {
    const world = await begun();
    await steer(world);
    await finishMap(world, world.batchId, { fence: world.fence, ...looks });
    return world;
  };

  it.each([
    ['paused', pauseBatch],
    ['cancelled', cancelBatch],
  ])('leaves a batch alone that was %s meanwhile', async (_how, steer) => {
    const world = await ended((running) => steer(running, running.batchId, 'ada'));
    const before = await world.batches.find(world.batchId);
    await expect(beginMap(world, world.batchId, 'execution-2')).rejects.toMatchObject({
      name: 'BatchRefused',
      message: expect.stringContaining('by ada'),
    });
    expect(await world.batches.find(world.batchId)).toEqual(before);
  });

  it('does not hold a batch that needs no run: it can be rolled back at once', async () => {
    const world = await ended(({ copy }) => copy('media/a.jpg'));
    await expect(beginMap(world, world.batchId, 'execution-2')).rejects.toMatchObject({
      name: 'BatchRefused',
    });
    const batch = await world.batches.find(world.batchId);
    expect(batch).toMatchObject({ status: 'completed' });
    expect(batch?.lease).toBeUndefined();
  });
});
