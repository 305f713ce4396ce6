import { SystemClock } from '../../../../adapters/aws/system-clock.ts';
import { S3UploadSigner } from '../../../../adapters/uploads/s3-upload-signer.ts';

const signer = new S3UploadSigner({
  region: 'us-east-1',
  credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
  clock: new SystemClock(),
});

const request = {
  bucket: 'uploads',
  key: 'temp/a/b',
  contentType: 'image/jpeg',
  sizeBytes: 3,
  seconds: 900,
};

/** Signs one upload as Keepsake does. */
export const handler = () =>
  signer.presign({ ...request, sha256: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=' });
