import { S3Client } from '@aws-sdk/client-s3';
import { describeLiveStorage } from './describe-live-storage.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'testtest' };
const endpoint = process.env.KEEPSAKE_GATEWAY ?? '';

describeLiveStorage('versitygw', () => ({
  client: new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true }),
  endpoint,
  bucket: 'bucket',
  credentials,
  versioned: false,
  refusesCopies: true,
}));
