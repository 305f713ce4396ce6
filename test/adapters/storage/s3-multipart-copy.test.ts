import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import type { CopyRequest } from '../../../core/storage/ports.ts';
import { type Answer, offline, type Sent, StubHandler, s3Error } from '../aws/stub-handler.ts';

const mebibyte = 2 ** 20;

/** S3, as far as a multipart copy of three parts sees it. */
type World = {
  unfinished?: string;
  parts?: string;
  destination?: Answer;
  complete?: Answer;
  copyPart?: Answer;
  overtaken?: boolean;
};

const operationOf = ({ method, query }: Sent): string => {
  if (method === 'HEAD') return 'head';
  if (method === 'GET') return 'uploads' in query ? 'listUploads' : 'listParts';
  if (method === 'DELETE') return 'abort';
  if (method === 'POST') return 'uploads' in query ? 'begin' : 'complete';
  return 'copyPart';
};

const answers = (world: World): Record<string, Answer> => ({
  head: world.destination ?? { status: 404 },
  listUploads: {
    body: `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${world.unfinished ?? ''}</ListMultipartUploadsResult>`,
  },
  listParts: {
    body: `<ListPartsResult><IsTruncated>false</IsTruncated>${world.parts ?? ''}</ListPartsResult>`,
  },
  begin: {
    body: '<InitiateMultipartUploadResult><UploadId>new</UploadId></InitiateMultipartUploadResult>',
  },
  copyPart: world.copyPart ?? {
    body: '<CopyPartResult><ETag>"p"</ETag><ChecksumCRC64NVME>crc=</ChecksumCRC64NVME></CopyPartResult>',
  },
  complete: world.complete ?? {
    headers: { 'x-amz-version-id': 'v9' },
    body: '<CompleteMultipartUploadResult><ETag>"e-3"</ETag></CompleteMultipartUploadResult>',
  },
  abort: { status: 204 },
});

const found: Answer = { headers: { etag: '"x"' } };

const request: CopyRequest = {
  source: {
    bucket: 'uploads',
    key: 'temp/a',
    versionId: 'v1',
    etag: '"e1"',
    sizeBytes: 129 * mebibyte,
  },
  target: { bucket: 'files', key: 'photos/big' },
  contentType: 'image/jpeg',
  disposition: 'inline; filename="cat.jpg"',
  metadata: { order: 'ord_1' },
  storageClass: 'STANDARD',
};

const copyIn = (world: World, multipartCopyBytes = 1, sizeBytes = request.source.sizeBytes) => {
  let completing = false;
  const network = new StubHandler((sent) => {
    const operation = operationOf(sent);
    completing ||= operation === 'complete';
    return operation === 'head' && completing && world.overtaken
      ? found
      : (answers(world)[operation] ?? { status: 500 });
  });
  const client = new S3Client({ ...offline(network), forcePathStyle: true, maxAttempts: 1 });
  const copy = new S3Objects(client, { multipartCopyBytes }).copy({
    ...request,
    source: { ...request.source, sizeBytes },
  });
  return {
    copy,
    requests: (operation: string) => network.sent.filter((sent) => operationOf(sent) === operation),
  };
};

const upload = (key: string, id: string): string =>
  `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`;
const part = (number: number, size: number): string =>
  `<Part><PartNumber>${number}</PartNumber><ETag>"old"</ETag><Size>${size}</Size></Part>`;

describe('copying in parts', () => {
  it('asks for a checksum of the whole object, which S3 keeps for CRCs only', async () => {
    const { copy, requests } = copyIn({});
    expect(await copy).toEqual({ versionId: 'v9' });
    expect(requests('begin')[0]?.headers).toMatchObject({
      'x-amz-checksum-algorithm': 'CRC64NVME',
      'x-amz-checksum-type': 'FULL_OBJECT',
      'content-type': 'image/jpeg',
      'content-disposition': 'inline; filename="cat.jpg"',
      'x-amz-meta-order': 'ord_1',
      'x-amz-storage-class': 'STANDARD',
    });
  });

  it('pins every part to the source version', async () => {
    const { copy, requests } = copyIn({});
    await copy;
    const parts = requests('copyPart');
    expect(parts.map(({ headers }) => headers['x-amz-copy-source-range'])).toEqual([
      'bytes=0-67108863',
      'bytes=67108864-134217727',
      'bytes=134217728-135266303',
    ]);
    expect(
      new Set(
        parts.map(
          ({ headers }) =>
            `${headers['x-amz-copy-source']} ${headers['x-amz-copy-source-if-match']}`,
        ),
      ),
    ).toEqual(new Set(['uploads/temp/a?versionId=v1 "e1"']));
  });

  it('completes in order, without overwriting, with the size it expects', async () => {
    const { copy, requests } = copyIn({});
    await copy;
    const [complete] = requests('complete');
    expect(complete?.headers).toMatchObject({
      'if-none-match': '*',
      'x-amz-checksum-type': 'FULL_OBJECT',
      'x-amz-mp-object-size': '135266304',
    });
    expect(complete?.body.match(/<PartNumber>\d<\/PartNumber>/g)?.join()).toMatch(/1.*2.*3/);
    expect(complete?.body.match(/<ChecksumCRC64NVME>crc=/g)).toHaveLength(3);
  });

  it('continues an unfinished upload of exactly this key and copies only what is missing', async () => {
    const unfinished = upload('photos/big', 'old') + upload('photos/bigger', 'other');
    const { copy, requests } = copyIn({ unfinished, parts: part(1, 64 * mebibyte) + part(2, 5) });
    await copy;
    expect(requests('begin')).toEqual([]);
    expect(requests('copyPart').map(({ query }) => [query.uploadId, query.partNumber])).toEqual([
      ['old', '2'],
      ['old', '3'],
    ]);
    expect(requests('complete')[0]?.body.match(/"(old|p)"|&quot;(old|p)&quot;/g)).toHaveLength(3);
  });

  it('does not continue an upload of a longer key', async () => {
    const { copy, requests } = copyIn({ unfinished: upload('photos/bigger', 'other') });
    await copy;
    expect(requests('begin')).toHaveLength(1);
  });

  it('copies nothing when the destination exists', async () => {
    const { copy, requests } = copyIn({ destination: found });
    await expect(copy).rejects.toMatchObject({ name: 'DestinationExists' });
    expect([requests('begin'), requests('copyPart')]).toEqual([[], []]);
  });

  it('throws its parts away when somebody else finished first', async () => {
    const { copy, requests } = copyIn({
      overtaken: true,
      complete: s3Error(412, 'PreconditionFailed'),
    });
    await expect(copy).rejects.toMatchObject({ name: 'DestinationExists' });
    expect(requests('abort').map(({ query }) => query.uploadId)).toEqual(['new']);
  });

  it('finds its own copy when completing it was answered into the void', async () => {
    const { copy } = copyIn({ overtaken: true, complete: s3Error(404, 'NoSuchUpload') });
    await expect(copy).rejects.toMatchObject({ name: 'DestinationExists' });
  });

  it('keeps its parts for the next try when S3 is busy', async () => {
    const { copy, requests } = copyIn({ complete: s3Error(503, 'SlowDown') });
    await expect(copy).rejects.toMatchObject({ name: 'TransientFault' });
    expect(requests('abort')).toEqual([]);
  });

  it.each([
    ['a source that changed', s3Error(412, 'PreconditionFailed'), 'SourceChanged'],
    ['a version that is gone', s3Error(404, 'NoSuchVersion'), 'SourceMissing'],
    ['an upload aborted beside us', s3Error(404, 'NoSuchUpload'), 'TransientFault'],
  ])('does not complete %s', async (_, copyPart, name) => {
    const { copy, requests } = copyIn({ copyPart });
    await expect(copy).rejects.toMatchObject({ name });
    expect(requests('complete')).toEqual([]);
  });

  it('starts at the configured size, and below 5 GB whatever is configured', async () => {
    const isInParts = async (threshold: number, size: number) => {
      const { copy, requests } = copyIn({}, threshold, size);
      await copy;
      return requests('begin').length === 1;
    };
    expect(await isInParts(100, 99)).toBe(false);
    expect(await isInParts(100, 100)).toBe(true);
    expect(await isInParts(1e15, 5_000_000_000)).toBe(true);
  });

  it('copies an empty file whole: parts cannot be empty', async () => {
    const { copy, requests } = copyIn({}, 0, 0);
    await copy;
    expect(requests('begin')).toEqual([]);
  });
});
