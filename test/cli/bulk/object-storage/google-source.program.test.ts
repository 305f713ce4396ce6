import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeGoogle } from '../../../adapters/bulk/sources/google/fake-google.ts';
import { batchIn, FakeStorage } from '../fake-storage.ts';
import { googleKeyFile } from './google-key-file.ts';

let google: FakeGoogle;
let storage: FakeStorage;
let keyFile: string;

beforeAll(async () => {
  google = await FakeGoogle.start();
});
afterAll(() => google.stop());

beforeEach(async () => {
  storage = await FakeStorage.start();
  keyFile = googleKeyFile(storage.here.folder);
  google.objects.clear();
  google.onRead = () => {};
});
afterEach(() => storage.stop());

const run = (words: string, env?: Record<string, string>) =>
  storage.here.run(words, env ?? { GOOGLE_APPLICATION_CREDENTIALS: keyFile });

const migrate = (words = '') =>
  run(
    `migrate gs://media/2019 --gs-endpoint-url ${google.endpoint} --allow-private ` +
      `--to s3://bucket/old --json ${words}`,
  );

const headersOf = (key: string) => storage.s3.bucket.current(key)?.headers;

describe('keepsake migrate gs://bucket/prefix --to s3://bucket/old', () => {
  it('sends what a dry run read, verifies it at its source, and rolls it back', async () => {
    google.put('2019/a.jpg', 'A');
    google.put('2019/b/c.jpg', 'B');
    const dry = await migrate('--dry-run');
    expect([dry.code, storage.objects]).toEqual([0, {}]);
    const batch = batchIn(dry);
    expect((await run(`migrate --resume ${batch} --json`)).code).toBe(0);
    expect(storage.objects).toEqual({ 'old/a.jpg': 'A', 'old/b/c.jpg': 'B' });
    expect((await run(`verify ${batch} --compare-source`)).code).toBe(0);
    const again = await migrate();
    expect(again.lines).toMatchObject([{ counts: { skipped: { files: 2 } } }]);
    expect((await run(`rollback ${batch} --apply --more-than-half`)).code).toBe(0);
    expect(storage.objects).toEqual({});
  });

  it('takes the prefix as an object where nothing lies below, and 3 is for neither', async () => {
    google.put('2019', 'A');
    expect((await migrate()).code).toBe(0);
    expect(storage.objects).toEqual({ 'old/2019': 'A' });
    google.objects.clear();
    const { code, stderr } = await migrate();
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('No object is named gs://media/2019'),
    ]);
  });

  it('hands on headers, metadata and time, and bytes in gzip as they are', async () => {
    const bytes = gzipSync('text');
    google.put('2019/a.txt', bytes, {
      'content-type': 'text/plain; charset=utf-8',
      'content-encoding': 'gzip',
      'cache-control': 'no-transform',
      'x-goog-meta-author': 'Ada',
    });
    expect((await migrate()).code).toBe(0);
    expect(storage.s3.bucket.current('old/a.txt')?.body).toEqual(bytes);
    expect(headersOf('old/a.txt')).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-encoding': 'gzip',
      'cache-control': 'no-transform',
      'x-amz-meta-author': 'Ada',
      'x-amz-meta-mtime': '1546300800',
    });
  });

  it('hands on metadata that is no ASCII, as S3 itself writes it', async () => {
    google.put('2019/a.jpg', 'A', {
      'x-goog-meta-author': Buffer.from('José').toString('latin1'),
    });
    expect((await migrate()).code).toBe(0);
    const { 'x-amz-meta-author': author } = headersOf('old/a.jpg') ?? {};
    expect(author).toBe(`=?UTF-8?B?${Buffer.from('José').toString('base64')}?=`);
  });

  it('reports an object that was replaced after it was listed as changed', async () => {
    google.put('2019/a.jpg', 'A');
    const batch = batchIn(await migrate('--dry-run'));
    google.put('2019/a.jpg', 'A');
    const { code, lines } = await run(`migrate --resume ${batch} --json`);
    expect([code, lines]).toMatchObject([3, [{ counts: { changed: { files: 1 } } }]]);
    expect(storage.objects).toEqual({});
  });

  it.each([
    ['the MD5', { 'x-goog-hash': 'md5=AAAAAAAAAAAAAAAAAAAAAA==' }],
    ['the CRC32C, of an object without MD5', { 'x-goog-hash': 'crc32c=AAAAAA==' }],
  ])('takes no bytes that arrive with another checksum than storage keeps: %s', async (_, held) => {
    google.put('2019/a.jpg', '123456789', held);
    const { code, lines } = await migrate('--retries 0');
    expect([code, lines]).toMatchObject([3, [{ counts: { failed: { files: 1 } } }]]);
    expect(storage.objects).toEqual({});
  });

  it('takes an object whose CRC32C is right', async () => {
    google.put('2019/a.jpg', '123456789', { 'x-goog-hash': 'crc32c=4waSgw==' });
    expect((await migrate()).code).toBe(0);
    expect(storage.objects).toEqual({ 'old/a.jpg': '123456789' });
  });

  it('goes on where a connection broke, with the same version of the object', async () => {
    const text = 'x'.repeat(3_000_000);
    google.put('2019/large.bin', text);
    let broken = 0;
    google.onRead = (_name, response) => {
      if (broken++ > 0) return;
      const write = response.end.bind(response);
      response.end = ((body: Buffer) => {
        response.write(body.subarray(0, 1_000_000), () => response.destroy());
        return response;
      }) as typeof write;
    };
    google.requests.length = 0;
    expect((await migrate()).code).toBe(0);
    expect(storage.objects).toEqual({ 'old/large.bin': text });
    const generation = String(google.objects.get('2019/large.bin')?.generation);
    const resumed = google.requests.filter(({ headers }) => headers.range !== undefined);
    expect(resumed.map(({ headers }) => headers['x-goog-if-generation-match'])).toEqual([
      generation,
    ]);
  });
});

describe('credentials of Google', () => {
  it.each([
    ['none', {}, 'needs GOOGLE_APPLICATION_CREDENTIALS'],
    [
      'a file that is none',
      { GOOGLE_APPLICATION_CREDENTIALS: '/none' },
      'names /none, which is no',
    ],
    ['a wrong token', { GOOGLE_OAUTH_ACCESS_TOKEN: 's3cret' }, '401: Invalid Credentials'],
  ])('are refused before anything is on record: %s', async (_what, env, why) => {
    const source = `gs://media --gs-endpoint-url ${google.endpoint} --allow-private`;
    const { code, stderr } = await run(`migrate ${source} --to s3://bucket/x`, env);
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect(stderr).not.toContain('s3cret');
    expect((await run('list')).stdout).not.toContain('bat_');
  });

  it('go to no server over plain http, unless it may be private', async () => {
    const source = `gs://media --gs-endpoint-url ${google.endpoint}`;
    const { code, stderr } = await run(`migrate ${source} --to s3://bucket/x`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('over https only')]);
  });
});
