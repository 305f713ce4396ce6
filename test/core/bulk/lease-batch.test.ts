import { describe, expect, it } from '@jest/globals';
import { cancelBatch, pauseBatch } from '../../../core/bulk/steer-batch.ts';
import { samplePlan } from '../../contracts/bulk/batch-samples.ts';
import { aMigration, batchId, manyFiles, pathsOf, planned, run } from '../builders/migration.ts';

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
    expect(await world.batches.find(batchId)).toMatchObject({
      status: 'running',
      lease: { holder: 'rest bob' },
    });
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
    await expect(run(world)).rejects.toMatchObject({
      name: 'BatchRefused',
      message: 'Batch bat_1 is completed; it cannot be run.',
    });
  });
});
