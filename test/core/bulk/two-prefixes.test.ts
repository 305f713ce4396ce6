import { describe, expect, it } from '@jest/globals';
import { copyBatchItems } from '../../../core/bulk/copy-batch-items.ts';
import { beginMap } from '../../../core/bulk/map-execution.ts';
import { sampleBatch } from '../../contracts/bulk/batch-samples.ts';
import { aBucket, plan, source } from './map-bucket.ts';

type World = Awaited<ReturnType<typeof aBucket>>;

/** Runs a batch over every object below one prefix of the same bucket. */
const copyBelow = async (world: World, prefix: string) => {
  const batch = sampleBatch({
    plan: { ...plan, source: { ...source, options: { bucket: 'old', prefix } } },
  });
  await world.batches.create(batch);
  const { fence } = await beginMap(world, batch.batchId, `over ${prefix}`);
  const call = { ...world.call, batchId: batch.batchId, fence };
  return copyBatchItems(world, call);
};

describe('two batches over prefixes with equal names below them', () => {
  it('make two uploads of each name', async () => {
    const world = await aBucket(['2019/a.jpg', '2020/a.jpg']);
    expect(await copyBelow(world, '2019/')).toEqual({ stopped: false, transferred: 1 });
    expect(await copyBelow(world, '2020/')).toEqual({ stopped: false, transferred: 1 });
    const { uploads } = await world.uploads.list({ ownerId: 'usr_archive' }, { limit: 9 });
    expect(new Set(uploads.map(({ key }) => key)).size).toBe(2);
  });

  it('find what a batch over a wider prefix copied', async () => {
    const world = await aBucket(['2019/a.jpg', '2020/a.jpg']);
    await copyBelow(world, '');
    expect(await copyBelow(world, '2020/')).toEqual({ stopped: false, skipped: 1 });
  });
});
