import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;
const at = (name: string): Buffer =>
  Buffer.concat([Buffer.from(`${storage.here.folder}/`), Buffer.from(name, 'latin1')]);

/** Names, one character per byte, that a disk can have and a terminal cannot show. */
const texts = ['new\nfolder/a\tb.jpg', 'x\\u{41}.jpg', 'two\\\\x41/c\\d.jpg', 'na\xc3\xafve.jpg'];
const noText = ['caf\xe9.jpg', 'f\xfflder/\x80/d.jpg'];

const write = (folder: string, names: readonly string[]): void => {
  for (const name of names) {
    const file = `${folder}/${name}`;
    mkdirSync(at(path.dirname(file)), { recursive: true });
    writeFileSync(at(file), `of ${name}`, 'latin1');
  }
};

/** What `diff -r` says of two folders. Throws unless they are the same. */
const differences = (): string =>
  execFileSync('diff', ['-r', 'photos', 'back'], { cwd: storage.here.folder }).toString();

let batch: string;
const migrate = async (names: string): Promise<void> => {
  batch = batchIn(await storage.run(`migrate ./photos --to s3://bucket/old --names ${names}`));
};
const restore = (options = '') => storage.run(`restore ${batch} --into ./back ${options}`);

beforeEach(async () => {
  storage = await FakeStorage.start();
});
afterEach(() => storage.stop());

describe.each([
  ['encode', [...texts, ...noText]],
  ['keep', texts],
])('keepsake migrate ./photos --names %s; keepsake restore --into ./back', (names, files) => {
  beforeEach(async () => {
    write('photos', files);
    await migrate(names);
  });

  it('gives every file its old name: diff -r finds nothing', async () => {
    const { code, stdout } = await restore();
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${files.length} files`)]);
    expect(differences()).toBe('');
  });

  it('reads nothing that is there again', async () => {
    await restore();
    storage.s3.seen.length = 0;
    const { code, stdout } = await restore();
    expect([code, storage.s3.seen]).toEqual([0, []]);
    expect(stdout).toContain(`${files.length} there before`);
  });

  it('keeps another file of such a name, unless --overwrite is given', async () => {
    await restore();
    for (const name of files) appendFileSync(at(`back/${name}`), ' and mine');
    expect((await restore()).stdout).toContain(`${files.length} failed`);
    expect((await restore('--overwrite')).code).toBe(0);
    expect(differences()).toBe('');
  });
});

describe('keepsake restore --into ./back of keys that are no names of files', () => {
  it.each(['keep', 'encode'])('stays in the folder and escapes them, --names %s', async (names) => {
    for (const key of ['../out.jpg', 'a//b.jpg', './c.jpg', '\n/../d.jpg', 'nul\0.jpg'])
      storage.put(`src/${key}`, key);
    batch = batchIn(
      await storage.run(`migrate s3://bucket/src --to s3://bucket/old --names ${names}`),
    );
    expect((await restore()).code).toBe(0);
    const found = readdirSync(at('back').toString(), { recursive: true }).map(String);
    expect(found.filter((name) => name.endsWith('.jpg')).sort()).toEqual([
      '\n/\\u{2e}\\u{2e}/d.jpg',
      '\\u{2e}/c.jpg',
      '\\u{2e}\\u{2e}/out.jpg',
      'a/\\u{}/b.jpg',
      'nul\\u{0}.jpg',
    ]);
    expect(existsSync(at('out.jpg'))).toBe(false);
  });
});
