import { existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'photos/a.jpg': 'A', 'photos/2019/b.jpg': 'BB' });
  storage.put('old/a.jpg', 'A');
  storage.put('old/2019/b.jpg', 'BB');
});

afterEach(() => storage.stop());

const check = (options = '') => storage.run(`check ./photos s3://bucket/old ${options}`);

describe('keepsake check ./photos s3://bucket/old', () => {
  it('ends with 0 when all files are the same, writes nothing and leaves no journal', async () => {
    const { code, stdout } = await check();
    expect([code, stdout]).toEqual([
      0,
      '2 files (3 B) the same, 0 missing, 0 different, 0 extra, 0 unreadable\n',
    ]);
    expect(storage.s3.seen.filter(({ method }) => !/GET|HEAD/.test(method))).toEqual([]);
    expect(existsSync(path.join(storage.here.folder, '.keepsake'))).toBe(false);
  });

  it('names each file that is missing, different or extra, and ends with 3', async () => {
    storage.here.files({ 'photos/new.jpg': 'N', 'photos/a.jpg': 'X' });
    storage.put('old/gone.jpg', 'G');
    storage.put('old/2019/b.jpg', 'longer');
    const { code, lines } = await check('--json');
    expect([code, lines]).toMatchObject([
      3,
      expect.arrayContaining([
        expect.objectContaining({ kind: 'missing', path: 'new.jpg' }),
        expect.objectContaining({ kind: 'differs', path: 'a.jpg' }),
        expect.objectContaining({ kind: 'differs', path: '2019/b.jpg' }),
        expect.objectContaining({ kind: 'extra', path: 'gone.jpg' }),
        expect.objectContaining({ same: 0, missing: 1, differs: 2, extra: 1 }),
      ]),
    ]);
  });

  it('goes on after an object that another client removes while it is read', async () => {
    storage.s3.faults = ({ method, key }) =>
      method === 'GET' && key === 'old/a.jpg'
        ? { kind: 'refuse', status: 404, code: 'NoSuchKey' }
        : undefined;
    const { code, stdout } = await check();
    expect([code, stdout]).toEqual([3, expect.stringMatching(/^missing +a\.jpg.*went away/)]);
    expect(stdout).toContain('1 file (2 B) the same, 1 missing');
  });

  it('takes the empty objects that show folders in a console for no files', async () => {
    for (const key of ['old/', 'old/2019/', 'old/empty/']) storage.put(key, '');
    expect(await check()).toMatchObject({ code: 0, stdout: expect.stringContaining(' 0 extra') });
    const moved = await storage.run('migrate ./photos --to s3://bucket/old');
    const verified = await storage.run(`verify ${batchIn(moved)}`);
    expect(verified.stdout).toContain('2 objects below the prefix: 0 missing');
    expect([moved.code, verified.code]).toEqual([0, 0]);
  });

  it('compares only what is selected', async () => {
    storage.put('old/notes.txt', 'N');
    storage.here.files({ 'photos/more.txt': 'M' });
    expect((await check('--include *.jpg')).code).toBe(0);
  });

  it('reads nothing with --size-only, and no extra object counts with --one-way', async () => {
    storage.here.files({ 'photos/a.jpg': 'X' });
    expect(statSync(path.join(storage.here.folder, 'photos/a.jpg')).size).toBe(1);
    storage.put('old/extra.jpg', 'E');
    storage.s3.seen.length = 0;
    expect((await check('--size-only --one-way')).code).toBe(0);
    // The list of the destination has the sizes: no file costs a request.
    expect(storage.s3.seen.filter(({ key }) => key !== '')).toEqual([]);
    expect((await check('--one-way')).code).toBe(3);
  });
});

describe('keepsake check ./photos s3://missing/old', () => {
  it.each(['', '--one-way', '--size-only --one-way'])('calls no file missing %s', async (words) => {
    storage.s3.faults = () => ({ kind: 'refuse', status: 404, code: 'NoSuchBucket' });
    const { code, stdout, stderr } = await check(words);
    expect([code, stdout]).toEqual([5, '']);
    expect(stderr).toBe(
      'keepsake: Storage has no such bucket (NoSuchBucket). Create it, or name another bucket or ' +
        'endpoint.\n',
    );
  });
});

describe('keepsake check ./photos', () => {
  it('wants both sides', async () => {
    const { code, stderr } = await storage.run('check ./photos');
    expect([code, stderr]).toEqual([2, expect.stringContaining('Name a source and a destination')]);
  });
});

describe('keepsake check … --names encode', () => {
  it('knows the files of a folder by their encoded keys, also to select them', async () => {
    storage.here.files({ 'photos/new\nline.jpg': 'N', 'photos/back\\x5c.tmp': 'T' });
    const latin = Buffer.from('caf\xe9.jpg', 'latin1');
    const folder = Buffer.from(`${storage.here.folder}/photos/`);
    writeFileSync(Buffer.concat([folder, latin]), 'C');
    storage.put('old/new\\u{a}line.jpg', 'N');
    storage.put('old/caf\\xe9.jpg', 'C');
    storage.put('old/no\\u{ffffffff}.jpg', 'X');
    const { lines, stderr } = await check('--names encode --exclude *.tmp --json');
    expect([stderr, ...lines]).toEqual([
      '',
      expect.objectContaining({ kind: 'extra', key: 'old/no\\u{ffffffff}.jpg' }),
      expect.objectContaining({ same: 4, missing: 0, differs: 0, extra: 1, unreadable: 0 }),
    ]);
  });

  it.each(['encode', 'keep'])('or %s: knows the keys of a bucket, odd ones, too', async (names) => {
    const odd = ['a//b.txt', '/lead.txt', 'new\nline.txt', 'x\\u{41}.txt'];
    for (const key of odd) storage.put(`src/${key}`, 'O');
    const migrated = `s3://bucket/src --to s3://bucket/dst --names ${names}`;
    expect((await storage.run(`migrate ${migrated}`)).code).toBe(0);
    const command = `check s3://bucket/src s3://bucket/dst --names ${names}`;
    const extra = names === 'encode' ? 0 : 1;
    if (extra) storage.put('dst/no\\u{ffffffff}.txt', 'X');
    const all = await storage.run(`${command} --json`);
    expect([all.stderr, all.lines.at(-1)]).toMatchObject(['', { same: 4, missing: 0, extra }]);
    const some = await storage.run(`${command} --json --exclude a//* --exclude new*u*line.txt`);
    expect(some.lines.at(-1)).toMatchObject({ same: 2, missing: 0, extra });
  });
});
