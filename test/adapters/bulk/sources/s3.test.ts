import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { S3Source } from '../../../../adapters/bulk/sources/s3.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import { inItems } from '../../../../core/shared/in-groups.ts';
import { type Answer, connectionReset, StubHandler, s3Error } from '../../aws/stub-handler.ts';

const object = (key: string, more = ''): string =>
  `<Contents><Key>${key}</Key><Size>5</Size><ETag>"e"</ETag>${more}</Contents>`;

const page = (contents: string, next?: string) => ({
  body: `<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>${next !== undefined}</IsTruncated>${next ? `<NextContinuationToken>${next}</NextContinuationToken>` : ''}${contents}</ListBucketResult>`,
});

const sourceOver = (
  answer: (attempt: number) => Answer,
  options: { prefix?: string; anyName?: boolean } = {},
): { source: S3Source; network: StubHandler } => {
  const network = new StubHandler((_request, attempt) => answer(attempt));
  const client = new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    requestHandler: network as never,
    maxAttempts: 1,
    forcePathStyle: true,
  });
  return { source: new S3Source(client, { bucket: 'media', prefix: 'old', ...options }), network };
};

const list = async (source: S3Source, after?: string): Promise<SourceFile[]> => {
  const found: SourceFile[] = [];
  for await (const file of inItems(source.list(after))) found.push(file);
  return found;
};

describe('looking at one object', () => {
  it('finds none for bytes that no key can have, also where a key looks like them', async () => {
    const { source, network } = sourceOver(() => ({}), { anyName: true });
    expect(await source.stat('caf\\xe9.jpg')).toBeUndefined();
    expect(network.sent).toEqual([]);
    expect(await source.stat('caf\\\\xe9.jpg')).toMatchObject({
      location: { key: 'old/caf\\xe9.jpg' },
    });
  });
});

describe('listing a bucket', () => {
  it('asks for keys in a form in which every key survives', async () => {
    const { source, network } = sourceOver(() => page(object('old/a%0Ab+c%2Bd.jpg')));
    expect((await list(source))[0]?.location).toEqual({
      kind: 's3',
      bucket: 'media',
      key: 'old/a\nb c+d.jpg',
    });
    expect(network.only.query).toMatchObject({
      'list-type': '2',
      prefix: 'old/',
      'encoding-type': 'url',
    });
  });

  it('goes on where it stopped, by the real key behind an escaped path', async () => {
    const { source, network } = sourceOver(() => page(''));
    await list(source, 'a\\u{a}b');
    expect(network.only.query).toMatchObject({ 'start-after': 'old/a\nb' });
  });

  it('follows pages', async () => {
    const { source, network } = sourceOver((attempt) =>
      attempt === 1 ? page(object('old/a'), 'token') : page(object('old/b')),
    );
    expect((await list(source)).map(({ path }) => path)).toEqual(['a', 'b']);
    expect(network.sent[1]?.query).toMatchObject({ 'continuation-token': 'token' });
  });

  it.each(['STANDARD', 'INTELLIGENT_TIERING', 'GLACIER'])(
    'takes objects in %s',
    async (storageClass) => {
      const { source } = sourceOver(() =>
        page(object('old/a', `<StorageClass>${storageClass}</StorageClass>`)),
      );
      expect(await list(source)).toEqual([
        expect.not.objectContaining({ problem: expect.anything() }),
      ]);
    },
  );

  it.each([
    ['throttling', s3Error(503, 'SlowDown')],
    ['a broken connection', connectionReset()],
  ])('meets %s with a fault that may pass', async (_what, answer) => {
    await expect(list(sourceOver(() => answer).source)).rejects.toMatchObject({
      name: 'TransientFault',
    });
  });

  it.each([
    [403, 'AccessDenied'],
    [404, 'NoSuchBucket'],
    [301, 'PermanentRedirect'],
  ])(
    'is refused with the reason when the bucket cannot be listed (%d %s)',
    async (status, code) => {
      const failed = list(sourceOver(() => s3Error(status, code)).source);
      await expect(failed).rejects.toMatchObject({
        name: 'InvalidInput',
        message: `source: Could not list s3://media/old/ (${code}).`,
      });
    },
  );

  it('takes a single object that may not be read as its own problem', async () => {
    const { source } = sourceOver(() => ({ status: 403 }));
    expect(await source.stat('a.jpg')).toMatchObject({
      path: 'a.jpg',
      problem: { code: 'Unreadable' },
    });
  });

  it('is of the whole bucket without a prefix', async () => {
    expect(
      (await list(sourceOver(() => page(object('a/b')), { prefix: '' }).source)).map(
        ({ path }) => path,
      ),
    ).toEqual(['a/b']);
  });
});

describe('a list that a storage makes up', () => {
  const truncated = (contents: string): Answer => ({
    body: `<ListBucketResult><IsTruncated>true</IsTruncated>${contents}</ListBucketResult>`,
  });

  it.each<[string, string, (attempt: number) => Answer]>([
    ['breaks off without a token', 'breaks off', () => truncated(object('old/a'))],
    ['has the same token again', 'a page of it came twice', () => page('', 'token')],
    [
      'has the same page under another token',
      'a page of it came twice',
      (attempt) => page(object('old/a'), `${attempt}`),
    ],
    ['names a key outside of the prefix', 'not below old/', () => page(object('other/a'))],
    [
      'has a size that is none',
      'a size of -5 bytes',
      () => page('<Contents><Key>old/a</Key><Size>-5</Size></Contents>'),
    ],
  ])('is refused where it %s', async (_what, message, answer) => {
    await expect(list(sourceOver(answer).source)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['nothing', ''],
    ['a page of a proxy', '<html><body>Sign in</body></html>'],
    ['another document', '<Bucket/>'],
    ['a list that was cut', page(object('old/a')).body.replace('</ListBucketResult>', '')],
    [
      'a list with a date that is none',
      page(object('old/a', '<LastModified>x</LastModified>')).body,
    ],
  ])('is no empty list where it is %s', async (_what, body) => {
    await expect(list(sourceOver(() => ({ body })).source)).rejects.toMatchObject({
      name: 'TransientFault',
    });
  });

  it('has keys as they are where they cannot have been encoded', async () => {
    const { source } = sourceOver(() => page(object('old/100%.jpg')));
    expect((await list(source))[0]?.location).toMatchObject({ key: 'old/100%.jpg' });
  });
});
