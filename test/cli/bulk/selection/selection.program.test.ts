import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
});

afterEach(() => storage.stop());

const run = (...args: string[]) =>
  storage.here.start(['migrate', './photos', '--to', 's3://bucket/old', ...args]).ended;
const keys = (): string[] => Object.keys(storage.objects).sort();
const at = (name: string): string => path.join(storage.here.folder, name);

describe('keepsake migrate ./photos --files-from list.txt', () => {
  it('takes exactly these files, and says which one is not there', async () => {
    storage.here.files({ 'photos/a.jpg': 'A', 'photos/b.jpg': 'B', 'photos/2019/c.jpg': 'C' });
    storage.here.files({ 'list.txt': '# ours\n/2019/c.jpg\r\n\na.jpg\na.jpg\ngone.jpg\n' });
    const ended = await run('--files-from', 'list.txt');
    expect([ended.code, keys()]).toEqual([3, ['old/2019/c.jpg', 'old/a.jpg']]);
    const { stdout } = await storage.run(`files ${batchIn(ended)} --status failed`);
    expect(stdout).toMatch(/gone\.jpg.*There is no such file/);
  });

  it('takes them from stdin with -, also when the batch is resumed', async () => {
    storage.here.files({ 'photos/a.jpg': 'A', 'photos/b.jpg': 'B' });
    const { child, ended } = storage.here.start([
      ...['migrate', './photos', '--to', 's3://bucket/old', '--files-from', '-', '--dry-run'],
    ]);
    child.stdin?.end('b.jpg\n');
    const dry = await ended;
    expect((await storage.run(`resume ${batchIn(dry)}`)).code).toBe(0);
    expect(keys()).toEqual(['old/b.jpg']);
  });

  it.each(['list.txt', '-'])('takes names that are no UTF-8 from %s', async (list) => {
    const name = Buffer.from('caf\xe9.jpg', 'latin1');
    storage.here.files({ 'photos/b.jpg': 'B', 'list.txt': name });
    writeFileSync(Buffer.concat([Buffer.from(at('photos/')), name]), 'CAFE');
    const { child, ended } = storage.here.start([
      ...['migrate', './photos', '--to', 's3://bucket/old', '--names', 'encode', '--dry-run'],
      ...['--files-from', list],
    ]);
    child.stdin?.end(name);
    const dry = await ended;
    expect([dry.code, (await storage.run(`resume ${batchIn(dry)}`)).code]).toEqual([0, 0]);
    expect(storage.objects).toEqual({ 'old/caf\\xe9.jpg': 'CAFE' });
  });

  it('lists no bucket, and refuses a list that changed since', async () => {
    storage.put('src/a.txt', 'A');
    storage.put('src/b.txt', 'B');
    storage.here.files({ 'list.txt': 'b.txt\n' });
    const command = 'migrate s3://bucket/src --to s3://bucket/old --files-from list.txt';
    expect((await storage.run(command)).code).toBe(0);
    expect(storage.objects['old/b.txt']).toBe('B');
    expect(storage.s3.seen.some(({ query }) => query['list-type'] !== undefined)).toBe(false);
    const dry = await storage.run(`${command} --dry-run`);
    storage.here.files({ 'list.txt': 'a.txt\n' });
    const { code, stderr } = await storage.run(`verify ${batchIn(dry)} --compare-source`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('list.txt changed')]);
  });
});

describe('keepsake migrate ./photos --include-from wanted --exclude-from -', () => {
  it('reads patterns from a file and from stdin, without remarks and empty lines', async () => {
    storage.here.files({ 'photos/a.jpg': 'A', 'photos/b.jpg': 'B', 'photos/c.png': 'C' });
    storage.here.files({ wanted: '# pictures\n; of 2019\n\n  *.jpg  \n' });
    const { child, ended } = storage.here.start([
      ...['migrate', './photos', '--to', 's3://bucket/old'],
      ...['--include-from', 'wanted', '--exclude-from', '-'],
    ]);
    child.stdin?.end('b.*\r\n');
    expect([(await ended).code, keys()]).toEqual([0, ['old/a.jpg']]);
  });
});

describe('keepsake migrate ./photos --filter …', () => {
  it('lets the first rule that matches decide', async () => {
    storage.here.files({ 'photos/a.jpg': 'A', 'photos/a.tmp': 'T', 'photos/raw/b.jpg': 'B' });
    storage.here.files({ rules: '# pictures\n+ /raw/b.jpg\n- /raw/**\n+ *.jpg\n- *\n' });
    expect((await run('--filter-from', 'rules')).code).toBe(0);
    expect(keys()).toEqual(['old/a.jpg', 'old/raw/b.jpg']);
  });

  it.each([
    [['--filter', '*.jpg'], "must be written '+ glob' or '- glob'"],
    [['--filter', '- *.jpg', '--exclude', '*.png'], '--filter has an order'],
    [['--exclude-from', 'nothing-here'], '--exclude-from nothing-here cannot be read (ENOENT)'],
  ])('refuses %j', async (options, message) => {
    const { code, stderr } = await run(...options);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('keepsake migrate ./photos --min-size 1k --max-size 2k --max-age 30d', () => {
  it('takes files by size and age', async () => {
    const sized = (bytes: number): string => 'x'.repeat(bytes);
    storage.here.files({ 'photos/small': sized(1023), 'photos/right': sized(1024) });
    storage.here.files({ 'photos/large': sized(2049), 'photos/old': sized(1500) });
    utimesSync(at('photos/old'), new Date('2020-01-01'), new Date('2020-01-01'));
    expect((await run('--min-size', '1k', '--max-size', '2k', '--max-age', '30d')).code).toBe(0);
    expect(keys()).toEqual(['old/right']);
    expect((await run('--min-age', '2021-01-01')).code).toBe(0);
    expect(keys()).toEqual(['old/old', 'old/right']);
  });

  it('begins a day at midnight of this place, as rclone does', async () => {
    storage.here.files({ 'photos/before': 'A', 'photos/since': 'B' });
    const set = (name: string, date: string) =>
      utimesSync(at(name), new Date(date), new Date(date));
    set('photos/before', '2021-06-30T14:59:59Z');
    set('photos/since', '2021-06-30T15:00:00Z');
    const words = 'migrate ./photos --to s3://bucket/old --max-age 2021-07-01';
    const { code } = await storage.here.run(words, { TZ: 'Asia/Tokyo' });
    expect([code, keys()]).toEqual([0, ['old/since']]);
  });

  it.each([
    ['--min-size', 'much'],
    ['--max-age', '2021-02-30'],
    ['--max-age', 'yesterday'],
  ])('refuses %s %s', async (option, value) => {
    const { code, stderr } = await run(option, value);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`not '${value}'`)]);
  });
});

describe('keepsake migrate ./photos --follow-links', () => {
  beforeEach(() => {
    storage.here.files({
      'photos/a.jpg': 'A',
      'elsewhere/b.jpg': 'B',
      'elsewhere/deep/c.jpg': 'C',
    });
    symlinkSync(at('elsewhere'), at('photos/linked'));
    symlinkSync(at('elsewhere/b.jpg'), at('photos/b.jpg'));
    symlinkSync(at('photos'), at('elsewhere/deep/loop'));
  });

  it('follows links to files and folders, and ends at a loop', async () => {
    const ended = await run('--follow-links');
    expect([ended.code, keys()]).toEqual([
      3,
      ['old/a.jpg', 'old/b.jpg', 'old/linked/b.jpg', 'old/linked/deep/c.jpg'],
    ]);
    const { stdout } = await storage.run(`files ${batchIn(ended)} --status failed`);
    expect(stdout).toMatch(/linked\/deep\/loop.*The link leads to a folder above it/);
  });

  it('follows none without it', async () => {
    expect((await run()).code).toBe(3);
    expect(keys()).toEqual(['old/a.jpg']);
  });
});

describe('keepsake migrate ./photos/a.jpg', () => {
  it('takes the one file, also by another name of it, and resumes', async () => {
    storage.here.files({ 'photos/a.jpg': 'A', 'photos/b.jpg': 'B' });
    mkdirSync(at('empty'));
    const dry = await storage.run('migrate photos/a.jpg --to s3://bucket/old --dry-run');
    expect((await storage.run(`resume ${batchIn(dry)}`)).code).toBe(0);
    expect(keys()).toEqual(['old/a.jpg']);
  });
});
