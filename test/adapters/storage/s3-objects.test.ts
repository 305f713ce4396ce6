import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import type { CopyRequest } from '../../../core/storage/ports.ts';
import {
  type Answer,
  connectionReset,
  offline,
  type Sent,
  StubHandler,
  s3Error,
} from '../aws/stub-handler.ts';

const store = (answer: (request: Sent, attempt: number) => Answer, multipartCopyBytes = 1e9) => {
  const network = new StubHandler(answer);
  const client = new S3Client({ ...offline(network), forcePathStyle: true, maxAttempts: 2 });
  return { network, objects: new S3Objects(client, { multipartCopyBytes }) };
};

const request: CopyRequest = {
  source: { bucket: 'uploads', key: 'temp/a b', versionId: 'v1', etag: '"e1"', sizeBytes: 10 },
  target: { bucket: 'files', key: 'photos/ord_1/upl_1' },
  contentType: 'image/jpeg',
  disposition: 'inline; filename="cat.jpg"',
  metadata: { order: 'ord_1' },
  storageClass: 'INTELLIGENT_TIERING',
};

const copied: Answer = {
  headers: { 'x-amz-version-id': 'v9' },
  body: '<CopyObjectResult><ETag>"e9"</ETag></CopyObjectResult>',
};
const found: Answer = { headers: { 'content-length': '10', etag: '"e1"' } };
const missing: Answer = { status: 404 };

/** Answers the copy with `refusal` and the look at the destination with `destination`. */
const refusing = (refusal: Answer, destination: Answer = missing) =>
  store(({ method }) => (method === 'HEAD' ? destination : refusal)).objects.copy(request);

describe('copying in S3', () => {
  it('pins the source, refuses to overwrite, and says everything the copy is to have', async () => {
    const { network, objects } = store(() => copied);
    expect(await objects.copy(request)).toEqual({ versionId: 'v9' });
    expect(network.only).toMatchObject({
      method: 'PUT',
      path: '/files/photos/ord_1/upl_1',
      headers: {
        'x-amz-copy-source': 'uploads/temp/a%20b?versionId=v1',
        'x-amz-copy-source-if-match': '"e1"',
        'if-none-match': '*',
        'x-amz-metadata-directive': 'REPLACE',
        'x-amz-tagging-directive': 'REPLACE',
        'content-type': 'image/jpeg',
        'content-disposition': 'inline; filename="cat.jpg"',
        'x-amz-meta-order': 'ord_1',
        'x-amz-storage-class': 'INTELLIGENT_TIERING',
        'x-amz-checksum-algorithm': 'SHA256',
      },
    });
  });

  it.each([
    ['an existing destination', s3Error(412, 'PreconditionFailed'), found, 'DestinationExists'],
    ['another ETag of the source', s3Error(412, 'PreconditionFailed'), missing, 'SourceChanged'],
    ['a missing source', s3Error(404, 'NoSuchKey'), missing, 'SourceMissing'],
    ['a missing version', s3Error(404, 'NoSuchVersion'), missing, 'SourceMissing'],
    [
      'another copy at the same time',
      s3Error(409, 'ConditionalRequestConflict'),
      missing,
      'TransientFault',
    ],
    ['a busy S3', s3Error(503, 'SlowDown'), missing, 'TransientFault'],
    ['an error inside a 200', s3Error(200, 'InternalError'), missing, 'TransientFault'],
    ['a broken connection', connectionReset(), missing, 'TransientFault'],
    ['a missing permission', s3Error(403, 'AccessDenied'), missing, 'AccessDenied'],
    ['a missing bucket', s3Error(404, 'NoSuchBucket'), missing, 'NoSuchBucket'],
  ])('tells %s apart', async (_, refusal, destination, name) => {
    await expect(refusing(refusal, destination)).rejects.toMatchObject({ name });
  });

  it('finds its own copy when the answer to it was lost', async () => {
    const { objects } = store(({ method }, attempt) => {
      if (method === 'HEAD') return found;
      return attempt === 1 ? connectionReset() : s3Error(412, 'PreconditionFailed');
    });
    await expect(objects.copy(request)).rejects.toMatchObject({ name: 'DestinationExists' });
  });
});

describe('looking at an object in S3', () => {
  const headWith = (headers: Record<string, string>) =>
    store(() => ({ headers: { 'x-amz-version-id': 'v1', ...headers } })).objects.head({
      bucket: 'b',
      key: 'k',
    });

  it('asks for checksums', async () => {
    const { network, objects } = store(() => found);
    await objects.head({ bucket: 'b', key: 'k', versionId: 'v1' });
    expect(network.only).toMatchObject({
      headers: { 'x-amz-checksum-mode': 'ENABLED' },
      query: { versionId: 'v1' },
    });
  });

  it('reports checksums of the full object', async () => {
    expect(
      await headWith({ 'x-amz-checksum-sha256': 'abc=', 'x-amz-checksum-type': 'FULL_OBJECT' }),
    ).toMatchObject({ sha256: 'abc=' });
    expect(
      await headWith({ 'x-amz-checksum-crc64nvme': 'abc=', 'x-amz-checksum-type': 'FULL_OBJECT' }),
    ).toMatchObject({
      crc64nvme: 'abc=',
    });
  });

  it('drops checksums of parts, declared or not', async () => {
    const declared = await headWith({
      'x-amz-checksum-sha256': 'abc=',
      'x-amz-checksum-type': 'COMPOSITE',
    });
    const undeclared = await headWith({ 'x-amz-checksum-sha256': 'abc=-12' });
    expect([declared?.sha256, undeclared?.sha256]).toEqual([undefined, undefined]);
  });

  it.each([404, 405])('answers nothing for a %d', async (status) => {
    expect(await store(() => ({ status })).objects.head({ bucket: 'b', key: 'k' })).toBeUndefined();
  });

  it('does not take a missing permission for a missing object', async () => {
    await expect(
      store(() => ({ status: 403 })).objects.head({ bucket: 'b', key: 'k' }),
    ).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe('listing versions in S3', () => {
  const page = (versions: [string, string][], next?: [string, string]): Answer => ({
    body: `<ListVersionsResult><IsTruncated>${next !== undefined}</IsTruncated>${
      next
        ? `<NextKeyMarker>${next[0]}</NextKeyMarker><NextVersionIdMarker>${next[1]}</NextVersionIdMarker>`
        : ''
    }${versions.map(([key, id]) => `<Version><Key>${key}</Key><VersionId>${id}</VersionId></Version>`).join('')}</ListVersionsResult>`,
  });

  it('follows pages as long as they are about the key', async () => {
    const pages = [
      page([['k', 'v3']], ['k', 'v3']),
      page(
        [
          ['k', 'v2'],
          ['k2', 'x'],
        ],
        ['k2', 'x'],
      ),
      page([['k3', 'y']]),
    ];
    const { network, objects } = store((_, attempt) => pages[attempt - 1] ?? missing);
    expect(await objects.versions('b', 'k')).toEqual(['v3', 'v2']);
    expect(network.sent.map(({ query }) => query['version-id-marker'])).toEqual([undefined, 'v3']);
  });
});
