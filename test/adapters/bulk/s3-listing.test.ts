import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { listsAnything, unmatchedPatterns } from '../../../adapters/bulk/s3-listing.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { inStage } from '../../core/builders/stage-plan.ts';
import { StubHandler } from '../aws/stub-handler.ts';

const bucketWith = (body: string): S3Client => {
  const network = new StubHandler(() => ({ body }));
  return new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    requestHandler: network as never,
    forcePathStyle: true,
  });
};

const looked = (body: string, changes: Partial<BatchPlan> = {}) =>
  listsAnything(bucketWith(body), inStage(changes));

const page = (...keys: string[]): string =>
  `<ListBucketResult><IsTruncated>false</IsTruncated>${keys.map((key) => `<Contents><Key>${key}</Key><Size>5</Size></Contents>`).join('')}</ListBucketResult>`;

const listedBy = (options: Record<string, string>): Partial<BatchPlan> => ({
  source: {
    kind: 's3',
    description: 's3://old/media/',
    options: { bucket: 'old', prefix: 'media/', ...options },
  },
});

describe('whether a batch has anything to copy', () => {
  it.each([
    ['one object', page('media/a.jpg'), {}, true],
    ['no object', page(), {}, false],
    ['only what the batch leaves out', page('media/a.txt'), { exclude: ['*.txt'] }, false],
    ['one of many that it wants', page('media/a.txt', 'media/b.jpg'), { include: ['*.jpg'] }, true],
    [
      'more than is looked at',
      page(...Array.from({ length: 20_001 }, (_, n) => `media/${n}.txt`)),
      { exclude: ['*.txt'] },
      true,
    ],
  ])('a prefix with %s', async (_what, body, changes, expected) => {
    expect(await looked(body, changes)).toBe(expected);
  });

  it.each([
    ['rows', 'key,size\nmedia/a.jpg,5\n', true],
    ['a header alone', 'key,size\r\n\r\n', false],
  ])('a manifest with %s', async (_what, body, expected) => {
    expect(await looked(body, listedBy({ manifestKey: 'wanted.csv' }))).toBe(expected);
  });

  it.each([
    ['files', { files: [{ key: 'data/1.csv.gz', size: 512 }] }, true],
    ['no files', { files: [] }, false],
  ])('an inventory with %s', async (_what, manifest, expected) => {
    const options = listedBy({ manifestKey: 'manifest.json', inventory: 'true' });
    expect(await looked(JSON.stringify(manifest), options)).toBe(expected);
  });

  it('an inventory that lists no files at all is refused', async () => {
    const options = listedBy({ manifestKey: 'manifest.json', inventory: 'true' });
    await expect(looked('{}', options)).rejects.toThrow('files');
  });
});

describe('the patterns of a batch that match no object', () => {
  const many = (count: number) =>
    page(...Array.from({ length: count }, (_, n) => `media/${n}.txt`), 'media/z.jpg');

  it.each([
    ['are named', page('media/a.txt', 'media/b.jpg'), {}, ['*.pngg', 'c/**']],
    ['are all of them below an empty prefix', page(), {}, ['*.txt', '*.pngg', 'c/**']],
    ['are unknown below more objects than are looked at', many(20_000), {}, []],
    ['are unknown of a manifest', page('media/a.txt'), listedBy({ manifestKey: 'wanted.csv' }), []],
  ])('%s', async (_what, body, changes, expected) => {
    const plan = inStage({ include: ['*.txt', '*.pngg'], exclude: ['c/**'], ...changes });
    const found = await unmatchedPatterns(bucketWith(body), plan);
    expect(found.map(({ glob }) => glob)).toEqual(expected);
  });
});
