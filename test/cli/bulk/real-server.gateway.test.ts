import { truncateSync } from 'node:fs';
import path from 'node:path';
import {
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Ended, Workplace } from '../run-keepsake.ts';
import { Gate } from './gate.ts';

// versitygw: conditional writes, no versions.
const endpoint = process.env.KEEPSAKE_GATEWAY ?? '';
const credentials = { accessKeyId: 'test', secretAccessKey: 'testtest' };
const s3 = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
const Bucket = 'bucket';
const photos = { 'photos/a.jpg': 'A', 'photos/b.jpg': 'B' };

const places: Workplace[] = [];
let here: Workplace;
let prefix: string;

/** The objects below the prefix, as text, by what follows it. */
const objects = async (): Promise<Record<string, string>> => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
  const all = Contents.map(async ({ Key = '' }) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return [Key.slice(prefix.length), (await Body?.transformToString()) ?? 'no body'] as const;
  });
  return Object.fromEntries(await Promise.all(all));
};

const put = (name: string, Body: string) =>
  s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}${name}`, Body }));

const unfinished = async (): Promise<(string | undefined)[]> => {
  const listed = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: prefix }));
  return (listed.Uploads ?? []).map(({ UploadId }) => UploadId);
};

const batchIn = ({ stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>): string =>
  /bat_[\w-]+/.exec(`${stdout}${stderr}`)?.[0] ?? 'none';

beforeEach(() => {
  here = new Workplace({
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
  places.push(here);
  prefix = `cli-${places.length}/`;
});
afterAll(async () => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'cli-' }));
  const Objects = Contents.map(({ Key }) => ({ Key }));
  if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  for (const place of places) place.remove();
});

describe('keepsake migrate ./photos --to s3://no-such-bucket --dry-run', () => {
  it('is one message, exit 5, and nothing on record', async () => {
    const { code, stderr } = await here
      .files(photos)
      .run('migrate ./photos --to s3://no-such-bucket --dry-run');
    expect([code, stderr]).toEqual([
      5,
      expect.stringMatching(/^keepsake: There is no bucket.*\n$/),
    ]);
    expect(await here.batches()).toEqual([]);
  });
});

describe('keepsake migrate ./photos --to s3://bucket/…', () => {
  it('--dry-run, then resume: first nothing is there, then exactly the files', async () => {
    const dry = await here
      .files(photos)
      .run(`migrate ./photos --to s3://${Bucket}/${prefix} --dry-run`);
    expect([dry.code, await objects(), await unfinished()]).toEqual([0, {}, []]);
    expect((await here.run(`resume ${batchIn(dry)}`)).code).toBe(0);
    expect([await objects(), await unfinished()]).toEqual([{ 'a.jpg': 'A', 'b.jpg': 'B' }, []]);
  });

  it.each(['skip', 'fail'])(
    '--on-conflict %s: leaves what is there, also after a rollback',
    async (onConflict) => {
      await put('a.jpg', 'of somebody else');
      const ended = await here
        .files(photos)
        .run(`migrate ./photos --to s3://${Bucket}/${prefix} --on-conflict ${onConflict}`);
      expect([ended.code, await objects()]).toEqual([
        3,
        { 'a.jpg': 'of somebody else', 'b.jpg': 'B' },
      ]);
      await here.run(`rollback ${batchIn(ended)} --apply --more-than-half`);
      expect(await objects()).toEqual({ 'a.jpg': 'of somebody else' });
    },
  );

  it('--on-conflict overwrite: is refused, because the bucket keeps no versions', async () => {
    await put('a.jpg', 'of somebody else');
    const { code } = await here
      .files(photos)
      .run(`migrate ./photos --to s3://${Bucket}/${prefix} --on-conflict overwrite`);
    expect([code, await objects()]).toEqual([4, { 'a.jpg': 'of somebody else' }]);
  });
});

describe('keepsake rollback <batch> --apply, after kill -9 in the middle of a large file', () => {
  it('removes its unfinished upload, and leaves that of another client', async () => {
    const film = path.join(here.files({ 'films/film.mp4': '' }).folder, 'films/film.mp4');
    // Larger than what a server that is near gets in one request.
    truncateSync(film, 513 * 2 ** 20);
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key: `${prefix}film.mp4` }),
    );
    const gate = new Gate(endpoint, 8);
    const env = { AWS_ENDPOINT_URL: await gate.open() };
    const to = `s3://${Bucket}/${prefix}`;
    const { child, ended } = here.start(['migrate', './films', '--to', to], env);
    await Promise.race([gate.shut, ended]);
    expect(await unfinished()).toHaveLength(2);
    child.kill('SIGKILL');
    const id = batchIn(await ended);
    gate.release();
    expect(await here.run(`rollback ${id} --apply`)).toMatchObject({ code: 0 });
    gate.close();
    expect([await objects(), await unfinished()]).toEqual([{}, [UploadId]]);
  });
});
