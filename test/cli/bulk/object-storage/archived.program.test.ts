import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Seen } from '../../../adapters/bulk/transfer/fake-bucket.ts';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

/** As S3 answers for Glacier, and for what Intelligent-Tiering archived, whose class is its own. */
const archive = (isArchived: boolean): void => {
  const reads = ({ method, key, headers }: Omit<Seen, 'body'>): boolean =>
    `${method} ${key}` === 'GET src/cold.txt' ||
    headers['x-amz-copy-source']?.includes('src/cold.txt') === true;
  storage.s3.faults = (request) =>
    isArchived && reads(request)
      ? { kind: 'refuse', status: 403, code: 'InvalidObjectState' }
      : undefined;
};

beforeEach(async () => {
  storage = await FakeStorage.start();
  const body = Buffer.from('old');
  storage.s3.bucket.put('src/cold.txt', body, { 'x-amz-storage-class': 'DEEP_ARCHIVE' });
  storage.put('src/warm.txt', 'new');
});

afterEach(() => storage.stop());

const migrate = 'migrate s3://bucket/src --to s3://bucket/dst';

describe.each([migrate, `${migrate} --server-side`])('keepsake %s', (command) => {
  it('takes an archived object once it is restored, which does not change its class', async () => {
    archive(true);
    const moved = await storage.run(command);
    const id = batchIn(moved);
    const { stdout } = await storage.run(`files ${id} --status failed`);
    expect(moved.code).toBe(3);
    expect(stdout).toMatch(/cold\.txt.*Archived: The object is archived\. Restore it, then resume/);
    expect(storage.objects).not.toHaveProperty('dst/cold.txt');
    archive(false);
    expect((await storage.run(`resume ${id}`)).code).toBe(0);
    expect(storage.objects).toMatchObject({ 'dst/cold.txt': 'old', 'dst/warm.txt': 'new' });
  });
});

describe(`keepsake ${migrate}, of an object that was restored before`, () => {
  it('reads it, as its class is no reason not to', async () => {
    expect((await storage.run(migrate)).code).toBe(0);
    expect(storage.objects).toMatchObject({ 'dst/cold.txt': 'old' });
  });
});
