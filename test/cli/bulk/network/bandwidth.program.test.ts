import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;
const text = 'x'.repeat(300_000);

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'photos/a.bin': text });
});
afterEach(() => storage.stop());

/** A name of a time zone in which it is noon within the hour. */
const noon = (now = new Date()): string => `KEEP${now.getUTCHours() - 12}`;

/** How a command ended at noon, and how many seconds it took. */
const timed = async (...words: string[]) => {
  const startedAt = performance.now();
  const { code, stdout, stderr } = await storage.here.start(words, { TZ: noon() }).ended;
  return { code, stdout, stderr, seconds: (performance.now() - startedAt) / 1000 };
};

/** 300 kB at 100 KiB a second. */
const limitedSeconds = 2.9;
const byDay = '08:00,100k 18:00,off';
const byNight = '08:00,off 18:00,1k';

const migrate = ['migrate', './photos', '--to', 's3://bucket/old', '--bwlimit'];

describe(`keepsake ${migrate.join(' ')} "${byDay}", at noon`, () => {
  it('sends no faster than the limit of that hour', async () => {
    const { code, seconds } = await timed(...migrate, byDay);
    expect([code, storage.objects]).toEqual([0, { 'old/a.bin': text }]);
    expect(seconds).toBeGreaterThan(limitedSeconds);
  });
});

describe(`keepsake ${migrate.join(' ')} "${byNight}", at noon`, () => {
  it('has no limit: at that of the night it would take five minutes', async () => {
    expect(await timed(...migrate, byNight)).toMatchObject({ code: 0 });
    expect(storage.objects).toEqual({ 'old/a.bin': text });
  });
});

describe.each(['restore --into ./back', 'verify'])('keepsake %s --bwlimit, at noon', (verb) => {
  const command = async (): Promise<string[]> => {
    const id = batchIn(await storage.run('migrate ./photos --to s3://bucket/old'));
    const [name = '', ...options] = verb.split(' ');
    return [name, id, ...options, '--bwlimit'];
  };

  it('reads no faster than the limit of that hour', async () => {
    const { code, seconds } = await timed(...(await command()), byDay);
    expect(code).toBe(0);
    expect(seconds).toBeGreaterThan(limitedSeconds);
    if (verb.startsWith('restore'))
      expect(readFileSync(path.join(storage.here.folder, 'back/a.bin'), 'utf8')).toBe(text);
  });

  it('has no limit in another hour', async () => {
    expect(await timed(...(await command()), byNight)).toMatchObject({ code: 0 });
  });

  it('refuses what is no rate', async () => {
    const { code, stderr } = await timed(...(await command()), 'fast');
    expect([code, stderr]).toEqual([2, expect.stringContaining('--bwlimit must be a rate')]);
  });
});

describe('keepsake check s3://bucket/photos s3://bucket/old --bwlimit, at noon', () => {
  const check = ['check', 's3://bucket/photos', 's3://bucket/old', '--bwlimit'];

  beforeEach(async () => {
    storage.put('photos/a.bin', text);
    await storage.run('migrate s3://bucket/photos --to s3://bucket/old');
  });

  it('reads the source no faster than the limit of that hour', async () => {
    const { code, seconds } = await timed(...check, byDay);
    expect(code).toBe(0);
    expect(seconds).toBeGreaterThan(limitedSeconds);
  });

  it('has no limit in another hour', async () => {
    expect(await timed(...check, byNight)).toMatchObject({ code: 0 });
  });
});

describe('keepsake verify --compare-source --bwlimit, at noon', () => {
  it('reads each side no faster than the limit of that hour', async () => {
    storage.put('photos/a.bin', text);
    const id = batchIn(await storage.run('migrate s3://bucket/photos --to s3://bucket/old'));
    const { code, seconds } = await timed('verify', id, '--compare-source', '--bwlimit', byDay);
    expect(code).toBe(0);
    expect(seconds).toBeGreaterThan(2 * limitedSeconds);
  });
});
