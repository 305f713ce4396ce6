import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeS3 } from '../../../adapters/bulk/transfer/fake-s3.ts';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
});

afterEach(() => storage.stop());

const command = 'migrate s3://bucket/src --to s3://bucket/dst --server-side';
const bytesPassed = () =>
  storage.s3.seen.filter(
    ({ method, key, body }) => key !== '' && (method === 'GET' || body.length > 0),
  );

describe(`keepsake ${command}`, () => {
  it('moves files of any size and name, and none of their bytes passes through', async () => {
    storage.put('src/a b+ü.txt', 'A');
    storage.put('src/empty', '');
    storage.put('src/large', 'L'.repeat(9 * 2 ** 20));
    const done = await storage.run(command);
    expect([done.code, bytesPassed()]).toEqual([0, []]);
    expect(storage.objects).toMatchObject({ 'dst/a b+ü.txt': 'A', 'dst/empty': '' });
    expect(storage.objects['dst/large']).toHaveLength(9 * 2 ** 20);
    const verified = await storage.run(`verify ${batchIn(done)} --compare-source`);
    expect(verified.code).toBe(0);
  });

  it('goes on after a dry run, and a second pass finds everything unchanged', async () => {
    storage.put('src/a.txt', 'A');
    const dry = await storage.run(`${command} --dry-run`);
    expect((await storage.run(`resume ${batchIn(dry)} --server-side`)).code).toBe(0);
    expect(storage.objects['dst/a.txt']).toBe('A');
    const again = await storage.run(command);
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('skipped')]);
  });

  it('says that the files pass through this machine, where the storage cannot', async () => {
    await storage.stop();
    storage = await FakeStorage.start(new FakeS3({ copies: false }));
    storage.put('src/a.txt', 'A');
    const { code, stderr } = await storage.run(command);
    expect([code, stderr]).toEqual([0, expect.stringContaining('pass through this machine')]);
    expect(storage.objects['dst/a.txt']).toBe('A');
  });
});

describe('keepsake migrate … --server-side', () => {
  it.each([
    ['./photos', '', 'source must be s3://'],
    ['s3://bucket/src', '--source-profile other', 'the same credentials'],
    ['s3://bucket/src', '--source-endpoint-url http://127.0.0.1:9', 'the same endpoint'],
  ])('is refused for %s %s', async (source, option, message) => {
    storage.here.files({ 'photos/a.jpg': 'A' });
    const words = `migrate ${source} --to s3://bucket/dst --server-side ${option}`.trim();
    const { code, stderr } = await storage.run(words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(storage.s3.seen).toEqual([]);
  });

  it('is refused where the source has credentials of its own', async () => {
    const { code, stderr } = await storage.here.run(command, {
      KEEPSAKE_SOURCE_ACCESS_KEY_ID: 'other',
      KEEPSAKE_SOURCE_SECRET_ACCESS_KEY: 'secret',
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining('the same credentials')]);
  });
});
