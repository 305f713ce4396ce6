import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.put('a.txt', 'A');
  storage.put('old/b.txt', 'B');
});

afterEach(() => storage.stop());

describe.each([
  'migrate s3://bucket --to s3://bucket/old/copy',
  'migrate s3://bucket/old --to s3://bucket/old/copy',
])('keepsake %s', (command) => {
  it('is refused: copies would be listed and copied again without end', async () => {
    const { code, stderr } = await storage.run(command);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/target: lies below the source/)]);
    expect(storage.s3.count('PUT')).toBe(0);
  });
});

describe('keepsake migrate s3://bucket --to s3://bucket/copy', () => {
  it.each([
    ['--exclude /copy/**', { 'copy/a.txt': 'A', 'copy/old/b.txt': 'B' }],
    ['--include /old/**', { 'copy/old/b.txt': 'B' }],
  ])('is done with %s, which leaves the copies out', async (option, copies) => {
    const { code } = await storage.run(`migrate s3://bucket --to s3://bucket/copy ${option}`);
    expect([code, storage.objects]).toEqual([0, { 'a.txt': 'A', 'old/b.txt': 'B', ...copies }]);
  });

  it('says which pattern would leave them out', async () => {
    const { stderr } = await storage.run('migrate s3://bucket --to s3://bucket/copy');
    expect(stderr).toContain('exclude /copy/**');
  });
});

describe('keepsake migrate s3://bucket/old --to s3://bucket/older', () => {
  it('is done: no part of a name is a folder', async () => {
    const { code } = await storage.run('migrate s3://bucket/old --to s3://bucket/older');
    expect([code, storage.objects]).toMatchObject([0, { 'older/b.txt': 'B' }]);
  });
});
