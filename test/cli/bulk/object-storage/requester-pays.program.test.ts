import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

/** As S3 answers who does not agree to pay. */
beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.put('src/a.txt', 'A');
  storage.s3.bucket.put('src/large.bin', Buffer.alloc(9 * 2 ** 20, 'x'));
  storage.s3.faults = ({ key, query, headers }) =>
    `${key}${query.prefix}`.startsWith('src/') && headers['x-amz-request-payer'] !== 'requester'
      ? { kind: 'refuse', status: 403, code: 'AccessDenied' }
      : undefined;
});

afterEach(() => storage.stop());

const migrate = 'migrate s3://bucket/src --to s3://bucket/dst';

describe(`keepsake ${migrate} --source-requester-pays`, () => {
  it('lists and reads a bucket whose readers pay, and agrees to pay for no other', async () => {
    const moved = await storage.run(`${migrate} --source-requester-pays`);
    expect([moved.code, storage.objects]).toMatchObject([0, { 'dst/a.txt': 'A' }]);
    const verify = `verify ${batchIn(moved)} --compare-source`;
    expect((await storage.run(verify)).code).toBe(0);
    const others = storage.s3.seen.filter(({ key }) => key.startsWith('dst/'));
    expect(others.some(({ headers }) => 'x-amz-request-payer' in headers)).toBe(false);
  });

  it('is needed there', async () => {
    expect((await storage.run(migrate)).code).toBe(2);
  });

  it('does not go with --server-side', async () => {
    const { code, stderr } = await storage.run(`${migrate} --source-requester-pays --server-side`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--source-requester-pays')]);
  });
});
