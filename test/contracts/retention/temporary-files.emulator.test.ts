import { PutObjectCommand } from '@aws-sdk/client-s3';
import { S3TemporaryFiles } from '../../../adapters/retention/s3-temporary-files.ts';
import { local, s3 } from '../shared/emulator.ts';
import { describeTemporaryFiles } from './describe-temporary-files.ts';

describeTemporaryFiles('S3TemporaryFiles', () => ({
  temporaryFiles: new S3TemporaryFiles(s3, local.uploadsBucket),
  put: async (key) => {
    await s3.send(new PutObjectCommand({ Bucket: local.uploadsBucket, Key: key, Body: 'x' }));
  },
}));
