import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
  for (const name of ['a', 'locked', 'z']) storage.put(`src/${name}.txt`, name);
});

afterEach(() => storage.stop());

/** As S3 answers for an object under a customer's key (SSE-C), and for one of others. */
const answers: [string, number, string][] = [
  ['SSE-C', 400, 'InvalidRequest'],
  ['a disabled KMS key', 400, 'KMS.DisabledException'],
  ['no right to it', 403, 'AccessDenied'],
];

describe.each(answers)('an object that cannot be read: %s', (_, status, code) => {
  beforeEach(() => {
    storage.s3.faults = ({ key, method }) =>
      key === 'src/locked.txt' && method !== 'PUT' ? { kind: 'refuse', status, code } : undefined;
  });

  it('keepsake migrate s3://bucket/src, then resume: fails alone, each time', async () => {
    const moved = await storage.run('migrate s3://bucket/src --to s3://bucket/dst');
    const resumed = await storage.run(`resume ${batchIn(moved)}`);
    expect([moved.code, resumed.code]).toEqual([3, 3]);
    expect(storage.objects).toMatchObject({ 'dst/a.txt': 'a', 'dst/z.txt': 'z' });
    const { stdout } = await storage.run(`files ${batchIn(moved)} --status failed`);
    expect(stdout).toMatch(/^failed .* locked\.txt/);
  });

  it('keepsake migrate s3://bucket/src --files-from list: the others are moved', async () => {
    storage.here.files({ list: 'a.txt\nlocked.txt\nz.txt\n' });
    const words = 'migrate s3://bucket/src --to s3://bucket/dst --files-from list';
    const moved = await storage.run(words);
    expect([moved.code, storage.objects]).toMatchObject([
      3,
      { 'dst/a.txt': 'a', 'dst/z.txt': 'z' },
    ]);
  });
});
