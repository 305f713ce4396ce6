import { MemoryFileWriter } from '../fakes/memory-file-writer.ts';
import { MemoryObjects } from '../fakes/memory-objects.ts';
import { describeFileWriter } from './describe-file-writer.ts';

describeFileWriter('MemoryFileWriter', () => {
  const objects = new MemoryObjects();
  return { writer: new MemoryFileWriter(objects), objects, bucket: 'uploads' };
});
