import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeStorage } from '../fake-storage.ts';

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

  it('compares only what is selected', async () => {
    storage.put('old/notes.txt', 'N');
    storage.here.files({ 'photos/more.txt': 'M' });
    expect((await check('--include *.jpg')).code).toBe(0);
  });

  it('reads nothing with --size-only, and no extra object counts with --one-way', async () => {
    storage.here.files({ 'photos/a.jpg': 'X' });
    expect(statSync(path.join(storage.here.folder, 'photos/a.jpg')).size).toBe(1);
    storage.put('old/extra.jpg', 'E');
    expect((await check('--size-only --one-way')).code).toBe(0);
    expect((await check('--one-way')).code).toBe(3);
  });
});

describe('keepsake check ./photos', () => {
  it('wants both sides', async () => {
    const { code, stderr } = await storage.run('check ./photos');
    expect([code, stderr]).toEqual([2, expect.stringContaining('Name a source and a destination')]);
  });
});
