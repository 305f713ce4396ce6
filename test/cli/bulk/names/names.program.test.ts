import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;
const keys = (prefix: string): string[] =>
  Object.keys(storage.objects)
    .filter((key) => key.startsWith(prefix))
    .sort();

beforeEach(async () => {
  storage = await FakeStorage.start();
});

afterEach(() => storage.stop());

/** Every kind of key that S3 allows and a file system, or a terminal, does not. */
const odd = [
  'a//b.txt',
  '/lead.txt',
  'c\u0001d.txt',
  'new\nline.txt',
  'rtl\u202etxt.exe',
  'x\\u{41}',
  'a/\\u{}/b.txt',
  'a/../b.txt',
  './c.txt',
];

const putOdd = (): void => {
  for (const key of odd) storage.put(`src/${key}`, key);
};

describe('keepsake migrate s3://bucket/src --to s3://bucket/dst --names keep', () => {
  it('keeps every key as it is; verify and a second pass agree', async () => {
    putOdd();
    const command = 'migrate s3://bucket/src --to s3://bucket/dst --names keep';
    const ended = await storage.run(command);
    expect([ended.code, keys('dst/')]).toEqual([0, odd.map((key) => `dst/${key}`).sort()]);
    const verified = await storage.run(`verify ${batchIn(ended)} --compare-source --json`);
    expect([verified.code, verified.lines.at(-1)]).toMatchObject([
      0,
      { checked: odd.length, unreferenced: 0, stale: 0 },
    ]);
    const puts = storage.s3.count('PUT');
    expect((await storage.run(command)).code).toBe(0);
    expect(storage.s3.count('PUT')).toBe(puts);
  });
});

describe('keepsake migrate s3://bucket/src --to s3://bucket/dst --names encode', () => {
  it('writes keys that can be read back, each another one, and in the report', async () => {
    putOdd();
    const ended = await storage.run('migrate s3://bucket/src --to s3://bucket/dst --names encode');
    const encoded = [
      'a/\\u{}/b.txt',
      '\\u{}/lead.txt',
      'c\\u{1}d.txt',
      'new\\u{a}line.txt',
      'rtl\\u{202e}txt.exe',
      'x\\\\u{41}',
      'a/\\\\u{}/b.txt',
      'a/\\u{2e}\\u{2e}/b.txt',
      '\\u{2e}/c.txt',
    ];
    expect([ended.code, keys('dst/')]).toEqual([0, encoded.map((key) => `dst/${key}`).sort()]);
    const { stdout } = await storage.run(`report ${batchIn(ended)} --format csv`);
    expect(stdout).toContain('dst/c\\u{1}d.txt');
    const back = await storage.run(`rollback ${batchIn(ended)} --apply --more-than-half`);
    expect([back.code, keys('dst/'), keys('src/').length]).toEqual([0, [], odd.length]);
  });
});

describe('keepsake migrate s3://bucket/src --to s3://bucket/dst', () => {
  it('refuses such names, says which option takes them, and moves the rest', async () => {
    putOdd();
    storage.put('src/fine.txt', 'F');
    const ended = await storage.run('migrate s3://bucket/src --to s3://bucket/dst');
    expect([ended.code, keys('dst/')]).toEqual([3, ['dst/fine.txt']]);
    const { stdout } = await storage.run(`files ${batchIn(ended)} --status failed`);
    expect(stdout).toMatch(/UnsafeName.*--names encode or keep/);
  });
});

describe('keepsake migrate ./photos --names …', () => {
  const bytes = Buffer.concat([Buffer.from('caf'), Buffer.from([0xe9]), Buffer.from('.jpg')]);

  beforeEach(() => {
    const folder = `${storage.here.folder}/photos`;
    mkdirSync(`${folder}/new\nfolder`, { recursive: true });
    writeFileSync(`${folder}/new\nfolder/a\tb.jpg`, 'AB');
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), bytes]), 'CAFE');
    writeFileSync(`${folder}/fine.jpg`, 'F');
  });

  it('encode: takes them all, also names that are no UTF-8, and resumes', async () => {
    const dry = await storage.run('migrate ./photos --to s3://bucket/dst --names encode --dry-run');
    expect((await storage.run(`resume ${batchIn(dry)}`)).code).toBe(0);
    expect(storage.objects).toEqual({
      'dst/caf\\xe9.jpg': 'CAFE',
      'dst/fine.jpg': 'F',
      'dst/new\\u{a}folder/a\\u{9}b.jpg': 'AB',
    });
  });

  it('keep: takes what a key can be, and says why the other one fails', async () => {
    const ended = await storage.run('migrate ./photos --to s3://bucket/dst --names keep');
    expect([ended.code, keys('dst/')]).toEqual([3, ['dst/fine.jpg', 'dst/new\nfolder/a\tb.jpg']]);
    const { stdout } = await storage.run(`files ${batchIn(ended)} --status failed`);
    expect(stdout).toMatch(/no UTF-8, which no key can have: --names encode/);
  });
});
