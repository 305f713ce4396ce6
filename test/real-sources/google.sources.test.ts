import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../cli/bulk/fake-storage.ts';
import { FakeGcsServer } from './fake-gcs-server.ts';

let google: FakeGcsServer;
let storage: FakeStorage;

const files = {
  '2019/a b.jpg': 'A',
  '2019/c%20d+e.jpg': 'C',
  '2019/日本/写真 & 😀.jpg': 'J',
  '2019/large.bin': 'x'.repeat(20_000_000),
  '2020/z.jpg': 'Z',
};

const packed = gzipSync('packed');

beforeAll(async () => {
  google = await FakeGcsServer.start();
  storage = await FakeStorage.start();
  await google.makeBucket('media');
  for (const [name, text] of Object.entries(files)) await google.put('media', name, text);
  await google.put('media', '2021/packed.txt', packed, {
    contentEncoding: 'gzip',
    cacheControl: 'no-cache',
    metadata: { author: 'Ada' },
  });
  for (let n = 0; n < 2_500; n += 1) await google.put('media', `many/${n}`, String(n));
});

afterAll(async () => {
  await storage.stop();
  google.stop();
});

const run = (words: string) => storage.here.run(words, { GOOGLE_OAUTH_ACCESS_TOKEN: 'any' });

const migrate = (prefix: string, words = '') =>
  run(
    `migrate gs://media/${prefix} --gs-endpoint-url ${google.endpoint} --allow-private ` +
      `--to s3://bucket/${prefix} --json ${words}`,
  );

describe('keepsake migrate gs://bucket/prefix --to s3://bucket/old', () => {
  it('says, moves, verifies against the source, moves nothing twice, and rolls back', async () => {
    const expected = Object.entries(files).filter(([name]) => name.startsWith('2019/'));
    const dry = await migrate('2019', '--dry-run');
    expect([dry.code, dry.stderr]).toEqual([0, expect.any(String)]);
    const batch = batchIn(dry);
    expect((await run(`migrate --resume ${batch} --json`)).code).toBe(0);
    expect(storage.objects).toEqual(Object.fromEntries(expected));
    expect((await run(`verify ${batch} --compare-source`)).code).toBe(0);
    expect((await migrate('2019')).lines).toMatchObject([{ counts: { skipped: { files: 4 } } }]);
    expect((await run(`rollback ${batch} --apply --more-than-half`)).code).toBe(0);
    expect(storage.objects).toEqual({});
  });

  it('hands on headers and metadata, and bytes in gzip as they are', async () => {
    expect((await migrate('2021')).code).toBe(0);
    const { body, headers } = storage.s3.bucket.current('2021/packed.txt') ?? {};
    expect(body).toEqual(packed);
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'cache-control': 'no-cache',
      'x-amz-meta-author': 'Ada',
    });
  });

  it('moves objects whose names URLs and terminals do not take, each with its own bytes', async () => {
    const names = [
      'a//b',
      'a/../b',
      'b',
      'line\nbreak',
      ' space ',
      'Case',
      'case',
      'e\u0301',
      '\u00e9',
    ];
    for (const name of names) await google.put('media', `odd/${name}`, name);
    expect((await migrate('odd', '--names keep')).code).toBe(0);
    const moved = Object.entries(storage.objects).filter(([key]) => key.startsWith('odd/'));
    expect(moved.sort()).toEqual(names.map((name) => [`odd/${name}`, name]).sort());
  });

  it('goes on after a kill, over several pages of the list', async () => {
    const words = `migrate gs://media/many --gs-endpoint-url ${google.endpoint} --allow-private`;
    const args = `${words} --to s3://bucket/many --batch-size 50`.split(' ');
    const { child, ended } = storage.here.start(args, { GOOGLE_OAUTH_ACCESS_TOKEN: 'any' });
    const arrived = () => Object.keys(storage.objects).filter((key) => key.startsWith('many/'));
    while (arrived().length < 200) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    const killed = await ended;
    expect(arrived().length).toBeLessThan(2_500);
    const batch = batchIn(killed);
    const resumed = await run(`resume ${batch} --json`);
    expect([resumed.code, arrived().length]).toEqual([0, 2_500]);
    expect((await run(`verify ${batch}`)).code).toBe(0);
  });
});
