import { S3CopyTransfers } from '../../../adapters/bulk/s3-copy-transfers.ts';
import { beginMap } from '../../../core/bulk/map-execution.ts';
import { sampleBatch, samplePlan } from '../../contracts/bulk/batch-samples.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { MemoryObjects } from '../../fakes/storage/memory-objects.ts';
import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';

export const source = {
  kind: 's3' as const,
  description: 's3://old/media/',
  options: { bucket: 'old', prefix: 'media/' },
};

export const register = {
  ownerId: 'usr_archive',
  category: 'photo',
  contentTypes: ['image/jpeg'],
  maxSizeBytes: 100,
};

export const plan = samplePlan({
  source,
  target: { bucket: 'files', prefix: 'photos/legacy/' },
  register,
});

export const aBucket = async (keys: readonly string[]) => {
  const clock = new FixedClock();
  const batches = new MemoryBatches(clock);
  const objects = new MemoryObjects();
  const batch = sampleBatch({ plan });
  await batches.create(batch);
  const items = keys.map((key) => {
    const { etag, sizeBytes } = objects.put('old', key, `bytes of ${key}`);
    return { key, etag, sizeBytes };
  });
  const transfers = new S3CopyTransfers({ objects, bucket: 'files', storageClass: 'STANDARD' });
  const deps = {
    batches,
    objects,
    transfers,
    clock,
    uploads: new MemoryUploads(),
    selects: () => true,
  };
  const { fence } = await beginMap(deps, batch.batchId, 'execution-1');
  const call = { batchId: batch.batchId, fence, failedBefore: 0, items };
  return { ...deps, call, batchId: batch.batchId, fence };
};

export const two = ['media/a.jpg', 'media/b/c.jpg'];
