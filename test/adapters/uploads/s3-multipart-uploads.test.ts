import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { S3MultipartUploads } from '../../../adapters/uploads/s3-multipart-uploads.ts';
import { type Answer, offline, StubHandler, s3Error } from '../aws/stub-handler.ts';

const ref = { bucket: 'uploads', key: 'temp/a', multipartId: 'm1' };
const parts = [
  { partNumber: 1, sizeBytes: 8, etag: '"e1"', crc64nvme: 'one=' },
  { partNumber: 2, sizeBytes: 3, etag: '"e2"', crc64nvme: 'two=' },
];

const over = (answer: Answer, more: Record<string, Answer> = {}) => {
  const network = new StubHandler(({ method }) => more[method] ?? answer);
  return {
    network,
    multiparts: new S3MultipartUploads(
      new S3Client({ ...offline(network), forcePathStyle: true, maxAttempts: 1 }),
    ),
  };
};

const page = (number: number, next?: string): string =>
  `<ListPartsResult><IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? '' : `<NextPartNumberMarker>${next}</NextPartNumberMarker>`}
   <Part><PartNumber>${number}</PartNumber><ETag>"e${number}"</ETag><Size>${number}</Size><ChecksumCRC64NVME>c${number}=</ChecksumCRC64NVME></Part></ListPartsResult>`;

describe('beginning the parts of an upload', () => {
  it('asks S3 for a CRC64NVME of the whole, and sets the type', async () => {
    const { network, multiparts } = over({
      body: '<InitiateMultipartUploadResult><UploadId>m1</UploadId></InitiateMultipartUploadResult>',
    });
    expect(await multiparts.begin({ ...ref, contentType: 'video/mp4' })).toBe('m1');
    expect(network.only).toMatchObject({
      method: 'POST',
      headers: {
        'content-type': 'video/mp4',
        'x-amz-checksum-algorithm': 'CRC64NVME',
        'x-amz-checksum-type': 'FULL_OBJECT',
      },
    });
  });
});

describe('listing parts', () => {
  it('reads every page', async () => {
    const network = new StubHandler(({ query }) => ({
      body: query['part-number-marker'] === '1' ? page(2) : page(1, '1'),
    }));
    const multiparts = new S3MultipartUploads(
      new S3Client({ ...offline(network), forcePathStyle: true }),
    );
    expect(await multiparts.parts(ref)).toEqual([
      { partNumber: 1, sizeBytes: 1, etag: '"e1"', crc64nvme: 'c1=' },
      { partNumber: 2, sizeBytes: 2, etag: '"e2"', crc64nvme: 'c2=' },
    ]);
  });

  it('calls a throttled answer transient', async () => {
    await expect(over(s3Error(503, 'SlowDown')).multiparts.parts(ref)).rejects.toMatchObject({
      name: 'TransientFault',
    });
  });
});

describe('completing parts', () => {
  const done = {
    body: '<CompleteMultipartUploadResult><ETag>"e-2"</ETag></CompleteMultipartUploadResult>',
  };

  it('never overwrites, and tells S3 the size and the checksums to expect', async () => {
    const { network, multiparts } = over(done);
    await multiparts.complete(ref, parts);
    const { headers, body } = network.only;
    expect(headers).toMatchObject({
      'if-none-match': '*',
      'x-amz-checksum-type': 'FULL_OBJECT',
      'x-amz-mp-object-size': '11',
    });
    expect(body).toContain('<ChecksumCRC64NVME>one=</ChecksumCRC64NVME>');
  });

  it('throws the parts away when another object is there', async () => {
    const { network, multiparts } = over(s3Error(412, 'PreconditionFailed'), {
      DELETE: { status: 204 },
    });
    await multiparts.complete(ref, parts);
    expect(network.sent.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });

  it('takes parts that are gone for completed', async () => {
    await over(s3Error(404, 'NoSuchUpload')).multiparts.complete(ref, parts);
  });

  it.each([
    ['a part that was replaced meanwhile', 400, 'InvalidPart'],
    ['an object that is being made', 409, 'ConditionalRequestConflict'],
    ['an error inside an answer of 200', 200, 'InternalError'],
  ])('calls %s transient', async (_what, status, code) => {
    await expect(over(s3Error(status, code)).multiparts.complete(ref, parts)).rejects.toMatchObject(
      { name: 'TransientFault' },
    );
  });
});
