import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import { S3FileWriter } from '../../../adapters/uploads/s3-file-writer.ts';
import { local, s3 } from '../shared/emulator.ts';
import { describeFileWriter } from './describe-file-writer.ts';

describeFileWriter('S3FileWriter', () => ({
  writer: new S3FileWriter(s3),
  objects: new S3Objects(s3, { multipartCopyBytes: 1e9 }),
  bucket: local.uploadsBucket,
}));
