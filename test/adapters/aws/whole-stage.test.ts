import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { DynamoRegisteredFiles } from '../../../adapters/operations/dynamo-registered-files.ts';
import { S3KeptVersions } from '../../../adapters/storage/s3-kept-versions.ts';
import {
  type Answer,
  json,
  jsonError,
  offline,
  type Sent,
  StubHandler,
  s3Error,
} from './stub-handler.ts';

const pagesOf = async <Page>(pages: AsyncIterable<Page>): Promise<Page[]> => {
  const found: Page[] = [];
  for await (const page of pages) found.push(page);
  return found;
};

describe('every version in a bucket', () => {
  const version = (key: string, id: string): string =>
    `<Version><Key>${key}</Key><VersionId>${id}</VersionId><Size>3</Size><LastModified>2030-01-01T00:00:00.000Z</LastModified></Version>`;
  const marker = '<DeleteMarker><Key>a</Key><VersionId>d1</VersionId></DeleteMarker>';
  const listing = (inner: string, next = ''): Answer => ({
    body: `<ListVersionsResult>${inner}<IsTruncated>${next !== ''}</IsTruncated>${next}</ListVersionsResult>`,
  });

  const versions = (answer: (request: Sent) => Answer) => {
    const network = new StubHandler(answer);
    return {
      network,
      kept: new S3KeptVersions(
        new S3Client({ ...offline(network), forcePathStyle: true, maxAttempts: 1 }),
        'files',
      ),
    };
  };

  it('is read page by page, without delete markers', async () => {
    const next = '<NextKeyMarker>a</NextKeyMarker><NextVersionIdMarker>v1</NextVersionIdMarker>';
    const { kept, network } = versions(({ query }) =>
      query['key-marker'] === undefined
        ? listing(version('a', 'v1') + marker, next)
        : listing(version('a', 'v2') + version('b', 'v3')),
    );
    const pages = await pagesOf(kept.pages('photos/'));
    const found = pages.map(({ versions }) =>
      versions.map(({ key, versionId }) => `${key}@${versionId}`),
    );
    expect(found).toEqual([['a@v1'], ['a@v2', 'b@v3']]);
    expect(pages[0]?.versions[0]).toEqual({
      key: 'a',
      versionId: 'v1',
      sizeBytes: 3,
      modifiedAt: new Date('2030-01-01T00:00:00.000Z'),
    });
    expect(network.sent.map(({ query }) => [query.prefix, query['version-id-marker']])).toEqual([
      ['photos/', undefined],
      ['photos/', 'v1'],
    ]);
  });

  it('goes on after any page, whatever the key there', async () => {
    const next =
      '<NextKeyMarker>Größe &amp; +%</NextKeyMarker><NextVersionIdMarker>v/1=</NextVersionIdMarker>';
    const { kept, network } = versions(({ query }) =>
      query['key-marker'] === undefined ? listing(version('a', 'v1'), next) : listing(''),
    );
    const [first] = await pagesOf(kept.pages('photos/'));
    expect(first?.next).toMatch(/^[!-~]+$/);
    await pagesOf(kept.pages('photos/', first?.next));
    expect(network.sent.at(-1)?.query).toMatchObject({
      'key-marker': 'Größe & +%',
      'version-id-marker': 'v/1=',
    });
  });

  it('never leads out of the prefix or the bucket, whatever a position says', async () => {
    const { kept, network } = versions(() => listing(''));
    await pagesOf(kept.pages('photos/', 'Prefix=videos&Bucket=others&KeyMarker=a'));
    expect(network.only).toMatchObject({
      path: '/files/',
      query: { prefix: 'photos/', 'key-marker': 'a' },
    });
  });

  it('may be read again after a fault', async () => {
    const { kept } = versions(() => s3Error(503, 'SlowDown'));
    await expect(pagesOf(kept.pages(''))).rejects.toMatchObject({ name: 'TransientFault' });
  });
});

describe('every permanent upload', () => {
  const registered = (answer: (request: Sent) => Answer) => {
    const network = new StubHandler(answer);
    return {
      network,
      files: new DynamoRegisteredFiles(
        documentClient(new DynamoDBClient({ ...offline(network), maxAttempts: 1 })),
        'uploads',
      ),
    };
  };

  it('is asked for page by page', async () => {
    const { files, network } = registered(({ body }) =>
      json(
        JSON.parse(body).ExclusiveStartKey
          ? { Items: [] }
          : { Items: [], LastEvaluatedKey: { uploadId: { S: 'upl_1' } } },
      ),
    );
    expect(await pagesOf(files.pages())).toEqual([
      { uploads: [], unreadable: [], next: 'upl_1' },
      { uploads: [], unreadable: [], next: undefined },
    ]);
    expect(JSON.parse(network.sent[0]?.body ?? '{}')).toMatchObject({
      FilterExpression: expect.stringMatching(/^NOT \(#status IN \(:other0, .*:other5\)\)$/),
      ExpressionAttributeValues: { ':other0': { S: 'pending' }, ':other5': { S: 'expired' } },
    });
  });

  it('goes on after any page', async () => {
    const { files, network } = registered(() => json({ Items: [] }));
    await pagesOf(files.pages('upl_1'));
    expect(JSON.parse(network.only.body)).toMatchObject({
      ExclusiveStartKey: { uploadId: { S: 'upl_1' } },
    });
  });

  it('may be read again after a fault', async () => {
    const { files } = registered(() => jsonError(400, 'ThrottlingException'));
    await expect(pagesOf(files.pages())).rejects.toMatchObject({ name: 'TransientFault' });
  });
});
