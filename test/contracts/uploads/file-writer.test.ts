import { MemoryObjects } from '../../fakes/storage/memory-objects.ts';
import { MemoryFileWriter } from '../../fakes/uploads/memory-file-writer.ts';
import { describeFileWriter } from './describe-file-writer.ts';

describeFileWriter('MemoryFileWriter', () => {
  const objects = new MemoryObjects();
  return { writer: new MemoryFileWriter(objects), objects, bucket: 'uploads' };
});
