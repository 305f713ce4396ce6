import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
});

afterEach(() => storage.stop());

const run = (options: string) => storage.run(`migrate ./photos --to s3://bucket/old ${options}`);

describe('keepsake migrate ./photos --exclude private/** --exclude .*', () => {
  it('leaves dot files out as well', async () => {
    storage.here.files({
      'photos/a.jpg': 'A',
      'photos/.DS_Store': 'x',
      'photos/private/.env': 'SECRET=1',
      'photos/private/.keys/id': 'key',
      'photos/2019/private/b.jpg': 'B',
    });
    const { code, stderr } = await run('--exclude private/** --exclude .*');
    expect(code).toBe(0);
    expect(storage.objects).toEqual({ 'old/a.jpg': 'A' });
    expect(stderr).not.toContain('matched no file');
  });
});

describe('keepsake migrate ./photos --exclude private --include *.gif', () => {
  it('says that the patterns matched no file, and how a folder is written', async () => {
    storage.here.files({ 'photos/private/a.jpg': 'A' });
    const { stderr } = await run('--exclude private --include *.gif');
    expect(stderr).toContain("--exclude 'private' matched no file");
    expect(stderr).toContain('written private/**');
    expect(stderr).toContain("--include '*.gif' matched no file");
    expect(storage.objects).toEqual({});
  });

  it('says it of a dry run, too', async () => {
    storage.here.files({ 'photos/private/a.jpg': 'A' });
    const { stderr } = await run('--exclude private --dry-run');
    expect(stderr).toContain("--exclude 'private' matched no file");
  });
});

describe('keepsake migrate ./photos --include *-*-*-*-*-*-*-*-*-*.jpg', () => {
  it('reads a name of 200 dashes in no time', async () => {
    storage.here.files({ [`photos/${'-'.repeat(200)}`]: 'A', 'photos/---------.jpg': 'B' });
    expect((await run('--include *-*-*-*-*-*-*-*-*-*.jpg')).code).toBe(0);
    expect(storage.objects).toEqual({ 'old/---------.jpg': 'B' });
  });
});

describe('keepsake migrate ./photos --include *.jpg --ignore-case', () => {
  it('takes A.JPG as well, and so does what is restored', async () => {
    storage.here.files({ 'photos/A.JPG': 'A', 'photos/b.jpg': 'B', 'photos/c.png': 'C' });
    const moved = await run('--include *.jpg --ignore-case');
    expect([moved.code, storage.objects]).toEqual([0, { 'old/A.JPG': 'A', 'old/b.jpg': 'B' }]);
    const words = `restore ${batchIn(moved)} --into ./back --include a.jpg --ignore-case`;
    expect((await storage.run(words)).stdout).toContain('1 file (1 B) restored');
  });
});

describe('keepsake migrate ./photos --exclude [abc', () => {
  it('is refused before anything is sent', async () => {
    storage.here.files({ 'photos/a.jpg': 'A' });
    const { code, stderr } = await run('--exclude [abc');
    expect([code, storage.s3.seen.length]).toEqual([2, 0]);
    expect(stderr).toContain("the pattern '[abc' has a [ without its ]");
  });
});
