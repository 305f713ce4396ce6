import { MemoryObjects } from '../../fakes/storage/memory-objects.ts';
import { MemoryFileReader } from '../../fakes/uploads/memory-file-reader.ts';
import { describeFileReader } from './describe-file-reader.ts';

describeFileReader('MemoryFileReader', () => {
  const objects = new MemoryObjects();
  const put = async (bucket: string, key: string, bytes: Uint8Array) =>
    objects.put(bucket, key, bytes).versionId;
  return { reader: new MemoryFileReader(objects, 1_000_000), bucket: 'uploads', put };
});
