import { describe, expect, it } from '@jest/globals';
import { S3CopyTransfers } from '../../../adapters/bulk/s3-copy-transfers.ts';
import { copyInTurn } from '../../../core/bulk/copy-in-turns.ts';
import { beginMap, finishMap, type MapEnd } from '../../../core/bulk/map-execution.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import { pauseBatch } from '../../../core/bulk/steer-batch.ts';
import { inItems } from '../../../core/shared/in-groups.ts';
import { sampleBatch } from '../../contracts/bulk/batch-samples.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { MemoryObjects } from '../../fakes/storage/memory-objects.ts';
import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';
import { inStage } from '../builders/stage-plan.ts';

/** A batch that has begun, over so many objects below `media/`. */
const begun = async (count: number, plan: Partial<BatchPlan> = {}) => {
  const clock = new FixedClock();
  const batches = new MemoryBatches(clock);
  const { batchId } = sampleBatch();
  await batches.create(sampleBatch({ batchId, plan: inStage(plan) }));
  const objects = new MemoryObjects();
  const files = Array.from({ length: count }, (_, index): SourceFile => {
    const path = `${String(index).padStart(3, '0')}.jpg`;
    const { etag, sizeBytes } = objects.put('old', `media/${path}`, `bytes of ${path}`);
    return { path, location: { kind: 's3', bucket: 'old', key: `media/${path}` }, etag, sizeBytes };
  });
  const source = {
    kind: 's3' as const,
    description: 's3://old/media/',
    list: async function* (after = '') {
      for (const file of files) if (file.path > after) yield [file];
    },
    stat: async () => undefined,
    close: async () => undefined,
  };
  const transfers = new S3CopyTransfers({ objects, bucket: 'files', storageClass: 'STANDARD' });
  const deps = { clock, batches, transfers, uploads: new MemoryUploads(), selects: () => true };
  const { fence, failedBefore } = await beginMap(deps, batchId, 'execution-1');
  const call = { batchId, fence, failedBefore };
  const end = (how: Partial<MapEnd> = {}) =>
    finishMap(deps, batchId, {
      fence,
      listsAnything: async () => files.length > 0,
      unmatchedPatterns: async () => [],
      ...how,
    });
  return { ...deps, source, batchId, call, end };
};

const inTime = new AbortController().signal;

describe('a workflow that saw none of its objects', () => {
  it('has failed when there are some', async () => {
    const world = await begun(4);
    expect(await world.end()).toMatchObject({
      status: 'failed',
      reason: 'the workflow saw none of the objects that are there; resume it',
      listed: false,
    });
  });

  it('has failed in a later run, too, whatever the runs before it copied', async () => {
    const world = await begun(4);
    await copyInTurn(world, world.call, inTime);
    expect(await world.end({ sawNone: true })).toMatchObject({ status: 'failed', listed: false });
  });

  it('is completed when there are none', async () => {
    const world = await begun(0);
    expect(await world.end()).toMatchObject({ status: 'completed', listed: true });
  });
});

describe('a pattern that matched no object', () => {
  const exclude = ['*.jpgg', '*.pngg'];
  const unmatched = (count: number) => async () =>
    Array.from({ length: count }, (_, n) => ({ option: 'include' as const, glob: `${n}` }));

  it('may be why the workflow saw none of the objects', async () => {
    const world = await begun(4, { exclude });
    expect(await world.end()).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('or its patterns leave out all of them'),
    });
  });

  it('is named as the batch ends', async () => {
    const world = await begun(1, { exclude });
    await copyInTurn(world, world.call, inTime);
    expect(await world.end({ unmatchedPatterns: unmatched(2) })).toMatchObject({
      status: 'completed',
      reason: "matched no object: include '0', include '1'",
    });
  });

  it('is one of five that are named, however many there are', async () => {
    const world = await begun(1, { exclude });
    await copyInTurn(world, world.call, inTime);
    const { reason } = await world.end({ unmatchedPatterns: unmatched(100) });
    expect(reason).toMatch(/include '4' and 95 more$/);
  });

  it('is not looked for without patterns, or where the workflow failed', async () => {
    const never = async () => Promise.reject(new Error('listed for nothing'));
    const plain = await begun(1);
    await copyInTurn(plain, plain.call, inTime);
    expect(await plain.end({ unmatchedPatterns: never })).toMatchObject({ status: 'completed' });
    const failed = await begun(1, { exclude });
    const stop = { status: 'failed' as const, reason: 'it broke' };
    expect(await failed.end({ unmatchedPatterns: never, stop })).toMatchObject({
      reason: 'it broke',
    });
  });
});

describe('copying in turns, without a Map', () => {
  it('goes over the whole listing', async () => {
    const world = await begun(250);
    expect(await copyInTurn(world, world.call, inTime)).toEqual({
      done: true,
      stopped: false,
      transferred: 250,
      after: '249.jpg',
    });
    expect(await world.end()).toMatchObject({ status: 'completed' });
  });

  it('goes on in the next turn where the time was up', async () => {
    const world = await begun(250);
    const late = new AbortController();
    const source = {
      ...world.source,
      list: async function* (after?: string) {
        for await (const file of inItems(world.source.list(after))) {
          if (file.path === '150.jpg') late.abort();
          yield [file];
        }
      },
    };
    const first = await copyInTurn({ ...world, source }, world.call, late.signal);
    expect(first).toMatchObject({ done: false, transferred: 100, after: '099.jpg' });
    const after = first.after ?? '';
    expect(await copyInTurn(world, { ...world.call, after }, inTime)).toMatchObject({
      done: true,
      transferred: 150,
    });
    expect(await world.end()).toMatchObject({ status: 'completed' });
  });

  it('ends when the batch was paused', async () => {
    const world = await begun(4);
    await pauseBatch(world, world.batchId, 'ada');
    expect(await copyInTurn(world, world.call, inTime)).toEqual({ done: true, stopped: true });
    expect(await world.end()).toMatchObject({ status: 'paused' });
  });
});
