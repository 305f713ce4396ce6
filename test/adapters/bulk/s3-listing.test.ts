import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { listsAnything } from '../../../adapters/bulk/s3-listing.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { inStage } from '../../core/builders/stage-plan.ts';
import { StubHandler } from '../aws/stub-handler.ts';

const looked = async (body: string, changes: Partial<BatchPlan> = {}) => {
  const network = new StubHandler(() => ({ body }));
  const client = new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    requestHandler: network as never,
    forcePathStyle: true,
  });
  return listsAnything(client, inStage(changes));
};

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
