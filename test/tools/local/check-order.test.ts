import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import { checkCompensated, checkCompleted } from '../../../tools/local/story/check-order.ts';

const bytes = Buffer.from('the file');
const sha256 = createHash('sha256').update(bytes).digest('base64');
const sample = {
  role: 'photo',
  fileName: 'photo.jpg',
  contentType: 'image/jpeg',
  category: 'photo',
  bytes,
};
const file = {
  role: 'photo',
  required: true,
  uploadId: 'upl_1',
  status: 'verified',
  permanentKey: 'photos/ord_1/upl_1',
  versionId: 'v1',
  sizeBytes: bytes.length,
  sha256,
  verifiedBy: 'sha256',
} as const;

const order = (changes: Partial<OrderView>): OrderView => ({
  orderId: 'ord_1',
  status: 'completed',
  amount: { value: 1, currency: 'EUR' },
  migration: {
    status: 'completed',
    attempt: 1,
    startedAt: undefined,
    completedAt: undefined,
    error: undefined,
  },
  files: [{ ...file, failure: undefined }],
  refund: undefined,
  createdAt: '',
  updatedAt: '',
  ...changes,
});

const storage = (stored: string, versions: string[] = []) => ({
  filesBucket: 'files',
  objects: { sha256: async () => stored, versions: async () => versions },
});

describe('checking the sample orders', () => {
  it('finds nothing wrong with a kept order', async () => {
    expect(await checkCompleted(storage(sha256), order({}), [sample])).toEqual([]);
  });

  it('notices other bytes in permanent storage', async () => {
    expect(await checkCompleted(storage('other'), order({}), [sample])).toEqual([
      expect.stringContaining('photo hashes to other'),
    ]);
  });

  it('notices a file that is not in the order', async () => {
    expect(await checkCompleted(storage(sha256), order({ files: [] }), [sample])).toEqual([
      'photo has no permanent key and version',
    ]);
  });

  it('notices a copy that compensation left, and a refund nobody asked for', async () => {
    const failed = order({
      status: 'paid',
      migration: {
        ...order({}).migration,
        status: 'failed',
        error: { code: 'source_missing', message: 'gone' },
      },
      files: [{ ...file, status: 'removed', failure: undefined }],
    });
    const problems = await checkCompensated(storage(sha256, ['v1']), failed, 'waveform');
    expect(problems).toEqual([
      'no refund was asked for',
      '1 version(s) of photo are still in permanent storage',
    ]);
  });
});
