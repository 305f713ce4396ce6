import { execFileSync } from 'node:child_process';
import { utimesSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;
const headersOf = (key: string) => storage.s3.bucket.current(key)?.headers;

beforeEach(async () => {
  storage = await FakeStorage.start();
});

afterEach(() => storage.stop());

const described = {
  'content-type': 'text/javascript; charset=utf-8',
  'content-encoding': 'gzip',
  'content-language': 'de',
  'content-disposition': 'inline; filename="app.js"',
  'cache-control': 'public, max-age=31536000',
  expires: 'Wed, 01 Jan 2031 00:00:00 GMT',
  'x-amz-meta-camera': 'Leica',
  'x-amz-meta-mtime': '1577880000.5',
};
const tags = 'class=photo&note=a%20b%26c';

const putApp = (size = 10): unknown =>
  storage.s3.bucket.put('src/app.js', Buffer.alloc(size, 'x'), {
    ...described,
    'x-amz-tagging': tags,
    'x-amz-meta-keepsake-batch': 'bat_other',
    'x-amz-meta-keepsake-note': 'of ours',
  });

describe('keepsake migrate s3://bucket/src --to s3://bucket/dst', () => {
  it.each([
    ['a small object', 10],
    ['an object in parts', 9 * 2 ** 20],
  ])('keeps headers, metadata, tags and time of %s', async (_what, size) => {
    putApp(size);
    expect((await storage.run('migrate s3://bucket/src --to s3://bucket/dst')).code).toBe(0);
    expect(headersOf('dst/app.js')).toMatchObject({ ...described, 'x-amz-tagging': tags });
  });

  it('replaces the marks of another batch by its own', async () => {
    putApp();
    await storage.run('migrate s3://bucket/src --to s3://bucket/dst');
    const { 'x-amz-meta-keepsake-batch': mark, 'x-amz-meta-keepsake-note': note } =
      headersOf('dst/app.js') ?? {};
    expect([mark, note]).toEqual([expect.stringMatching(/^bat_2/), undefined]);
  });

  it('asks for no tags with --metadata no-tags, and keeps nothing with none', async () => {
    putApp();
    await storage.run('migrate s3://bucket/src --to s3://bucket/b --metadata no-tags');
    await storage.run('migrate s3://bucket/src --to s3://bucket/c --metadata none');
    expect(storage.s3.seen.some(({ query }) => query.tagging !== undefined)).toBe(false);
    expect(headersOf('b/app.js')).toMatchObject(described);
    expect(headersOf('c/app.js')).toMatchObject({ 'content-type': 'text/javascript' });
    expect(headersOf('c/app.js')).not.toHaveProperty('cache-control');
  });

  it('takes the time of the source object where no metadata says another', async () => {
    storage.s3.bucket.put('src/a.txt', Buffer.from('A'), {
      'last-modified': 'Wed, 01 Jan 2020 12:00:00 GMT',
    });
    await storage.run('migrate s3://bucket/src --to s3://bucket/dst');
    expect(headersOf('dst/a.txt')).toMatchObject({ 'x-amz-meta-mtime': '1577880000' });
  });
});

describe('keepsake migrate ./site --to s3://bucket/dst', () => {
  it('keeps the modification time, knows the type of any extension, and lets files be shown', async () => {
    storage.here.files({ 'site/app.wasm': 'W', 'site/a.webmanifest': '{}', 'site/model.glb': 'G' });
    const date = new Date('2020-01-01T12:00:00.250Z');
    utimesSync(path.join(storage.here.folder, 'site/app.wasm'), date, date);
    await storage.run('migrate ./site --to s3://bucket/dst');
    expect(headersOf('dst/app.wasm')).toMatchObject({
      'content-type': 'application/wasm',
      'x-amz-meta-mtime': '1577880000.25',
    });
    expect(headersOf('dst/app.wasm')).not.toHaveProperty('content-disposition');
    expect(headersOf('dst/a.webmanifest')).toMatchObject({
      'content-type': 'application/manifest+json',
    });
    expect(headersOf('dst/model.glb')).toMatchObject({ 'content-type': 'model/gltf-binary' });
  });
});

describe('keepsake migrate ./site --to s3://bucket/dst, then rclone sync ./site', () => {
  it.each([
    ['a small file', 10],
    ['a file in parts', 9 * 2 ** 20],
  ])('keeps the nanoseconds of %s, without which rclone sets every time anew', async (_, size) => {
    storage.here.files({ 'site/a.bin': Buffer.alloc(size) });
    const file = path.join(storage.here.folder, 'site/a.bin');
    execFileSync('touch', ['-d', '@1577880000.123456789', file]);
    await storage.run('migrate ./site --to s3://bucket/dst');
    expect(headersOf('dst/a.bin')).toMatchObject({ 'x-amz-meta-mtime': '1577880000.123456789' });
  });
});

describe('keepsake migrate ./site --set … --storage-class … --sse …', () => {
  const set = (...rules: string[]) => rules.flatMap((rule) => ['--set', rule]);

  it('sets headers, of a glob or of all files; the last rule counts', async () => {
    storage.here.files({ 'site/a.js': 'A', 'site/b.css': 'B', 'site/deep/c.js': 'C' });
    const { ended } = storage.here.start([
      ...['migrate', './site', '--to', 's3://bucket/dst'],
      ...['--storage-class', 'STANDARD_IA', '--sse', 'aws:kms', '--sse-kms-key-id', 'key-1'],
      ...set('Cache-Control: no-cache', '*.js Cache-Control: max-age=60'),
      ...set('/deep/** Content-Type: text/plain', 'x-amz-meta-shop: old: one'),
    ]);
    expect((await ended).code).toBe(0);
    const all = {
      'x-amz-storage-class': 'STANDARD_IA',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'key-1',
      'x-amz-meta-shop': 'old: one',
    };
    expect(headersOf('dst/a.js')).toMatchObject({ ...all, 'cache-control': 'max-age=60' });
    expect(headersOf('dst/b.css')).toMatchObject({ ...all, 'cache-control': 'no-cache' });
    expect(headersOf('dst/deep/c.js')).toMatchObject({
      'content-type': 'text/plain',
      'cache-control': 'max-age=60',
    });
  });

  it.each([
    ['Authorization: x', 'authorization cannot be set'],
    ['x-amz-meta-keepsake-batch: x', 'x-amz-meta-keepsake-batch cannot be set'],
    ['Cache-Control', "is not 'Header: value'"],
    ['[a Cache-Control: no-cache', "the pattern '[a' has a [ without its ]"],
  ])('refuses --set %j before anything is sent', async (rule, message) => {
    storage.here.files({ 'site/a.js': 'A' });
    const { ended } = storage.here.start([
      ...['migrate', './site', '--to', 's3://bucket/dst'],
      ...set(rule),
    ]);
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(storage.s3.seen).toEqual([]);
  });
});
