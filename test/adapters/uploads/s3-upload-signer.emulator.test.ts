import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import { S3UploadSigner } from '../../../adapters/uploads/s3-upload-signer.ts';
import { local, s3 } from '../../contracts/shared/emulator.ts';

const bytes = Buffer.from('a photo');
const sha256 = createHash('sha256').update(bytes).digest('base64');
const credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' });

const signer = new S3UploadSigner({
  region: local.region,
  credentials,
  clock: new SystemClock(),
  endpoint: local.endpoint,
});

const presign = async () => {
  const request = {
    bucket: local.uploadsBucket,
    key: `temp/${randomUUID()}`,
    contentType: 'image/jpeg',
    sizeBytes: bytes.length,
  };
  return { key: request.key, ...(await signer.presign({ ...request, sha256, seconds: 60 })) };
};

const status = async (
  url: string,
  headers: Record<string, string>,
  body: Buffer,
): Promise<number> =>
  (await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) })).status;

describe('a presigned upload', () => {
  it('is accepted, and storage keeps its checksum', async () => {
    const { key, url, headers } = await presign();
    expect(await status(url, headers, bytes)).toBe(200);
    const head = await new S3Objects(s3, { multipartCopyBytes: 1e9 }).head({
      bucket: local.uploadsBucket,
      key,
    });
    expect(head).toMatchObject({ sizeBytes: bytes.length, contentType: 'image/jpeg', sha256 });
  });

  it('is accepted once', async () => {
    const { url, headers } = await presign();
    await status(url, headers, bytes);
    expect(await status(url, headers, bytes)).toBe(412);
  });

  it('refuses other bytes of the same length', async () => {
    const { url, headers } = await presign();
    expect(await status(url, headers, Buffer.from('a virus'))).toBe(400);
  });

  it('refuses another length', async () => {
    const { url, headers } = await presign();
    expect(await status(url, headers, Buffer.from('a photo and more'))).toBe(403);
  });

  it.each(['content-type', 'x-amz-checksum-sha256', 'if-none-match'])(
    'refuses to go without %s',
    async (name) => {
      const { url, headers } = await presign();
      const { [name]: _, ...rest } = headers;
      expect(await status(url, rest, bytes)).toBe(403);
    },
  );
});
