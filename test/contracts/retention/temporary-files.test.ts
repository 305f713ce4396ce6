import { MemoryTemporaryFiles } from '../../fakes/retention/memory-temporary-files.ts';
import { describeTemporaryFiles } from './describe-temporary-files.ts';

describeTemporaryFiles('MemoryTemporaryFiles', () => {
  const temporaryFiles = new MemoryTemporaryFiles();
  const put = async (key: string) => {
    temporaryFiles.files.push({ key, storedAt: new Date('2030-01-01T00:00:00.000Z') });
  };
  return { temporaryFiles, put };
});
