import { describe, expect, it } from '@jest/globals';
import { changeBatch } from '../../../core/bulk/change-batch.ts';
import { copyBatchItems } from '../../../core/bulk/copy-batch-items.ts';
import { beginMap, finishMap } from '../../../core/bulk/map-execution.ts';
import { sampleBatch } from '../../contracts/bulk/batch-samples.ts';
import { aBucket, two } from './map-bucket.ts';

const looks = { listsAnything: async () => true, unmatchedPatterns: async () => [] };

describe('the Map’s beginning and end', () => {
  it('begins again as the same execution: a repeated step is no second run', async () => {
    const world = await aBucket(two);
    expect((await beginMap(world, world.batchId, 'execution-1')).fence).toBe(world.fence);
  });

  it('is refused to another execution', async () => {
    const world = await aBucket(two);
    await expect(beginMap(world, world.batchId, 'execution-2')).rejects.toMatchObject({
      name: 'BatchBusy',
    });
  });

  it('is refused for what only the command line can read', async () => {
    const world = await aBucket(two);
    const batch = sampleBatch();
    await world.batches.create(batch);
    await expect(beginMap(world, batch.batchId, 'execution-3')).rejects.toMatchObject({
      name: 'BatchRefused',
    });
  });

  it('completes a batch whose objects all arrived, and lets go of it', async () => {
    const world = await aBucket(two);
    await copyBatchItems(world, world.call);
    expect(await finishMap(world, world.batchId, { fence: world.fence, ...looks })).toMatchObject({
      status: 'completed',
      listed: true,
    });
    expect((await world.batches.find(world.batchId))?.lease).toBeUndefined();
  });

  it('fails a batch with what the workflow ended with; a resume begins it anew', async () => {
    const world = await aBucket(two);
    const stop = {
      status: 'failed' as const,
      reason: 'the workflow ended with States.Timeout; resume it',
    };
    expect(
      await finishMap(world, world.batchId, { fence: world.fence, ...looks, stop }),
    ).toMatchObject({
      status: 'failed',
      reason: stop.reason,
    });
    expect((await beginMap(world, world.batchId, 'execution-2')).fence).toBeGreaterThan(
      world.fence,
    );
  });

  it('leaves a batch alone that somebody else took meanwhile', async () => {
    const world = await aBucket(two);
    await finishMap(world, world.batchId, { fence: world.fence, ...looks });
    const { fence } = await beginMap(
      world,
      (await changeBatch(world, world.batchId, (batch) => ({ ...batch, status: 'failed' })))
        .batchId,
      'execution-2',
    );
    expect(await finishMap(world, world.batchId, { fence: world.fence, ...looks })).toMatchObject({
      status: 'running',
    });
    expect((await world.batches.find(world.batchId))?.lease?.fence).toBe(fence);
  });
});
