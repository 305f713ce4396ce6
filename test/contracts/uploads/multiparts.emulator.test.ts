import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import { S3MultipartUploads } from '../../../adapters/uploads/s3-multipart-uploads.ts';
import { S3UploadSigner } from '../../../adapters/uploads/s3-upload-signer.ts';
import { crc64nvme } from '../../fakes/storage/crc64nvme.ts';
import { local, s3 } from '../shared/emulator.ts';
import { describeMultiparts } from './describe-multiparts.ts';

const credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' });
const signer = new S3UploadSigner({
  region: local.region,
  credentials,
  clock: new SystemClock(),
  endpoint: local.endpoint,
});

describeMultiparts('S3MultipartUploads', () => ({
  objects: new S3Objects(s3, { multipartCopyBytes: 1e9 }),
  multiparts: new S3MultipartUploads(s3),
  bucket: local.uploadsBucket,
  send: async (ref, partNumber, bytes, how) => {
    const part = {
      ...ref,
      partNumber,
      sizeBytes: bytes.length,
      crc64nvme: how === 'bare' ? undefined : crc64nvme(bytes),
      seconds: 60,
    };
    const { method, url, headers } = await signer.presignPart(part);
    const { status } = await fetch(url, { method, headers, body: new Uint8Array(bytes) });
    if (status !== 200) throw new Error(`the part was answered ${status}`);
  },
  put: async (bucket, key, bytes) =>
    void (await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }))),
}));
