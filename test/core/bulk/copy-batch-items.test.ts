import { describe, expect, it } from '@jest/globals';
import { S3CopyTransfers } from '../../../adapters/bulk/s3-copy-transfers.ts';
import { copyBatchItems } from '../../../core/bulk/copy-batch-items.ts';
import { totalOf } from '../../../core/bulk/model/batch-counts.ts';
import { pauseBatch } from '../../../core/bulk/steer-batch.ts';
import type { CopyRequest } from '../../../core/storage/ports.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import type { MemoryObjects } from '../../fakes/storage/memory-objects.ts';
import { aBucket, plan, two } from './map-bucket.ts';

/** A port that tells what one of its operations was asked. */
const watching = <Port extends object>(
  port: Port,
  watched: string,
  tell: (args: unknown[]) => void,
): Port =>
  faulty(port, (operation, args) => {
    if (operation === watched) tell(args);
    return undefined;
  });

const operationsOn = ({ objects }: { objects: MemoryObjects }) =>
  objects.calls.map(({ operation }) => operation);

describe('a call of the Map', () => {
  it('copies each object with one COPY and asks nothing else of storage', async () => {
    const world = await aBucket(two);
    expect(await copyBatchItems(world, world.call)).toEqual({ stopped: false, transferred: 2 });
    expect(operationsOn(world)).toEqual(['copy', 'copy']);
  });

  it('puts each on record with its hash, and into the registry', async () => {
    const world = await aBucket(two);
    await copyBatchItems(world, world.call);
    for await (const record of world.batches.records(world.batchId)) {
      expect(record).toMatchObject({
        status: 'transferred',
        created: true,
        sha256: expect.stringMatching(/^.{44}$/),
      });
      expect(await world.uploads.find(record.uploadId ?? '')).toMatchObject({
        key: record.key,
        legacyPath: record.path,
        status: 'permanent',
      });
    }
  });

  it('does nothing when it comes a second time', async () => {
    const world = await aBucket(two);
    await copyBatchItems(world, world.call);
    expect(await copyBatchItems(world, world.call)).toEqual({ stopped: false });
    expect(operationsOn(world)).toEqual(['copy', 'copy']);
  });

  it('finds again what a call copied that died before its records', async () => {
    const world = await aBucket(two);
    const batches = faulty(world.batches, (operation) =>
      operation === 'update' ? 'before' : undefined,
    );
    await expect(copyBatchItems({ ...world, batches }, world.call)).rejects.toThrow('injected');
    expect(await copyBatchItems(world, world.call)).toEqual({ stopped: false, transferred: 2 });
    expect(world.objects.all.filter(({ bucket }) => bucket === 'files')).toHaveLength(2);
  });

  it('keeps on record what was copied before something else made the call fail', async () => {
    const many = Array.from({ length: 60 }, (_, index) => `media/photo-${index}.jpg`);
    const world = await aBucket([...many, 'media/last.jpg']);
    const fault = (operation: string, [request]: unknown[]) =>
      operation === 'copy' && (request as CopyRequest).source.key === 'media/last.jpg'
        ? ('before' as const)
        : undefined;
    const transfers = new S3CopyTransfers({
      objects: faulty(world.objects, fault),
      bucket: 'files',
      storageClass: 'STANDARD',
    });
    await expect(copyBatchItems({ ...world, transfers }, world.call)).rejects.toThrow('injected');
    expect((await world.batches.counts(world.batchId)).transferred.files).toBe(60);
  });

  it('records in groups, not at its end', async () => {
    const world = await aBucket(
      Array.from({ length: 70 }, (_, index) => `media/photo-${index}.jpg`),
    );
    const sizes: number[] = [];
    const batches = watching(world.batches, 'update', ([, records]) =>
      sizes.push((records as unknown[]).length),
    );
    await copyBatchItems({ ...world, batches }, world.call);
    expect(sizes).toEqual([plan.batchSize, 70 - plan.batchSize]);
  });

  it('takes nothing that changed since it was listed', async () => {
    const world = await aBucket(two);
    world.objects.put('old', 'media/a.jpg', 'other bytes!');
    expect(await copyBatchItems(world, world.call)).toEqual({
      stopped: false,
      transferred: 1,
      changed: 1,
    });
  });

  it('records what its category does not take as failed, and copies the rest', async () => {
    const world = await aBucket([...two, 'media/setup.exe', `media/${'x'.repeat(90)}.jpg`]);
    const answer = await copyBatchItems(world, world.call);
    expect(answer).toEqual({ stopped: false, transferred: 2, failed: 2 });
  });

  it('leaves out what is not below the prefix, and folders', async () => {
    const world = await aBucket([...two, 'elsewhere/d.jpg', 'media/b/']);
    expect(await copyBatchItems(world, world.call)).toEqual({ stopped: false, transferred: 2 });
  });

  it('takes a key that is listed twice once', async () => {
    const world = await aBucket(two);
    const asked: number[] = [];
    const batches = watching(world.batches, 'recordsOf', ([, recordIds]) =>
      asked.push((recordIds as string[]).length),
    );
    const items = [...world.call.items, ...world.call.items];
    expect(await copyBatchItems({ ...world, batches }, { ...world.call, items })).toEqual({
      stopped: false,
      transferred: 2,
    });
    expect([asked, operationsOn(world)]).toEqual([[2], ['copy', 'copy']]);
  });

  it('stops at once when the batch was paused', async () => {
    const world = await aBucket(two);
    await pauseBatch(world, world.batchId, 'ada');
    expect(await copyBatchItems(world, world.call)).toEqual({ stopped: true });
    expect(operationsOn(world)).toEqual([]);
  });

  it('stops at once when the batch is another execution’s by now', async () => {
    const world = await aBucket(two);
    expect(await copyBatchItems(world, { ...world.call, fence: world.fence - 1 })).toEqual({
      stopped: true,
    });
  });
});

describe('a call whose time is up', () => {
  const many = Array.from({ length: 90 }, (_, index) => `media/photo-${index}.jpg`);

  it('begins nothing, leaves no records, and says how many are left', async () => {
    const world = await aBucket(two);
    expect(await copyBatchItems(world, world.call, AbortSignal.abort())).toEqual({
      stopped: false,
      left: 2,
    });
    expect(operationsOn(world)).toEqual([]);
    expect(totalOf(await world.batches.counts(world.batchId)).files).toBe(0);
  });

  it('finishes what is under way; the next call does the rest', async () => {
    const world = await aBucket(many);
    const time = new AbortController();
    const batches = watching(world.batches, 'update', () => time.abort());
    const { transferred = 0, left = 0 } = await copyBatchItems(
      { ...world, batches },
      world.call,
      time.signal,
    );
    expect(transferred).toBeGreaterThan(0);
    expect(left).toBeGreaterThan(0);
    expect(transferred + left).toBe(90);
    expect(await copyBatchItems(world, world.call)).toEqual({ stopped: false, transferred: left });
  });
});
