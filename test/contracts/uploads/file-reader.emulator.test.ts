import { PutObjectCommand } from '@aws-sdk/client-s3';
import { S3FileReader } from '../../../adapters/uploads/s3-file-reader.ts';
import { local, s3 } from '../shared/emulator.ts';
import { describeFileReader } from './describe-file-reader.ts';

describeFileReader('S3FileReader', () => ({
  reader: new S3FileReader(s3),
  bucket: local.uploadsBucket,
  put: async (bucket, key, bytes) => {
    const { VersionId = '' } = await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }),
    );
    return VersionId;
  },
}));
