import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { S3Source } from '../../../../adapters/bulk/sources/s3.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import { inItems } from '../../../../core/shared/in-groups.ts';
import { local, s3 } from '../../../contracts/shared/emulator.ts';

const Bucket = local.uploadsBucket;
let made = 0;

const put = async (keys: readonly string[]): Promise<string> => {
  made += 1;
  const prefix = `s3-source-${process.pid}-${made}/`;
  for (const key of keys)
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: prefix + key,
        Body: Buffer.from(key.endsWith('/') ? '' : 'bytes'),
      }),
    );
  return prefix;
};

const list = async (prefix: string, after?: string): Promise<SourceFile[]> => {
  const found: SourceFile[] = [];
  for await (const file of inItems(new S3Source(s3, { bucket: Bucket, prefix }).list(after)))
    found.push(file);
  return found;
};

describe('a bucket', () => {
  it('tells size, time and ETag of every object', async () => {
    const prefix = await put(['a.jpg']);
    expect(await list(prefix)).toEqual([
      {
        path: 'a.jpg',
        location: { kind: 's3', bucket: Bucket, key: `${prefix}a.jpg` },
        sizeBytes: 5,
        modifiedAt: expect.any(String),
        etag: expect.any(String),
      },
    ]);
  });

  it('pins the version when one object is looked at', async () => {
    const prefix = await put(['a.jpg']);
    const source = new S3Source(s3, { bucket: Bucket, prefix });
    expect(await source.stat('a.jpg')).toMatchObject({
      location: { versionId: expect.any(String) },
      sizeBytes: 5,
    });
  });

  it('lists no neighbours whose name goes on after the prefix', async () => {
    const prefix = await put(['photos/a.jpg', 'photos-private/b.jpg']);
    expect((await list(`${prefix}photos`)).map(({ path }) => path)).toEqual(['a.jpg']);
  });

  it('leaves out the empty objects that stand for folders', async () => {
    expect((await list(await put(['a/', 'a/b.jpg']))).map(({ path }) => path)).toEqual(['a/b.jpg']);
  });

  it('lists beyond one page', async () => {
    const keys = Array.from({ length: 1010 }, (_, index) => `f${String(index).padStart(4, '0')}`);
    const prefix = await put(keys);
    expect((await list(prefix)).map(({ path }) => path)).toEqual(keys);
    expect(await list(prefix, 'f1004')).toHaveLength(5);
  });

  it('reports keys that are no safe paths, and goes on after them', async () => {
    const prefix = await put(['../up.jpg', 'a//b.jpg', 'a\nb.jpg', 'ok.jpg']);
    const files = await list(prefix);
    expect(files.map(({ path, problem }) => [path, problem?.code])).toEqual([
      ['../up.jpg', 'UnsafeName'],
      ['a\\u{a}b.jpg', 'UnsafeName'],
      ['a//b.jpg', 'UnsafeName'],
      ['ok.jpg', undefined],
    ]);
    for (const [index, { path }] of files.entries())
      expect(await list(prefix, path)).toEqual(files.slice(index + 1));
  });

  it('is named with its endpoint when that is not AWS', () => {
    const source = new S3Source(s3, {
      bucket: 'old-media',
      prefix: '2019',
      endpoint: 'https://account.r2.cloudflarestorage.com',
    });
    expect(source.description).toBe('s3://old-media/2019/ at account.r2.cloudflarestorage.com');
  });
});
