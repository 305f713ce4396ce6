import { MemoryObjects } from '../../fakes/storage/memory-objects.ts';
import { MemoryMultiparts } from '../../fakes/uploads/memory-multiparts.ts';
import { describeMultiparts } from './describe-multiparts.ts';

describeMultiparts('MemoryMultiparts', () => {
  const objects = new MemoryObjects();
  const multiparts = new MemoryMultiparts(objects);
  return {
    objects,
    multiparts,
    bucket: 'uploads',
    send: async ({ multipartId }, partNumber, bytes) =>
      multiparts.put(multipartId, partNumber, bytes),
    put: async (bucket, key, bytes) => void objects.put(bucket, key, bytes),
  };
});
