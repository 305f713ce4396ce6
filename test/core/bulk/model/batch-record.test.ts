import { expect, it } from '@jest/globals';
import { settled } from '../../../../core/bulk/model/batch-record.ts';
import { sampleBatch, sampleRecord } from '../../../contracts/bulk/batch-samples.ts';

it('a skipped file’s record tells of the object that is there, and not of the source', () => {
  const batch = sampleBatch();
  const before = sampleRecord(batch, 'a.jpg', { sizeBytes: 10, sha256: 'of the source' });
  const { recordId } = before;
  const settling = { plan: batch.plan, now: '2030-01-02T00:00:00.000Z' };
  const skipped = { recordId, attempts: 1, outcome: 'skipped', reason: 'Other bytes.' } as const;
  const there = { sizeBytes: 11, sha256: 'of the object', versionId: 'v7' };
  expect(settled(before, { ...skipped, ...there, etag: '"e"' }, settling)).toMatchObject({
    ...there,
    storedEtag: '"e"',
    status: 'skipped',
    created: false,
  });
  expect(settled(before, skipped, settling)).not.toHaveProperty('sha256');
});
