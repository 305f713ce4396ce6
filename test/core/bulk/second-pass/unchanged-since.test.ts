import { expect, it } from '@jest/globals';
import { unchangedSince } from '../../../../core/bulk/second-pass/unchanged-since.ts';
import { sampleBatch, sampleRecord } from '../../../contracts/bulk/batch-samples.ts';

it('an unchanged file is not this batch’s to remove, register or fail again', () => {
  const earlier = sampleRecord(sampleBatch({ batchId: 'bat_1' }), 'a.jpg', {
    status: 'transferred',
    created: true,
    attempts: 2,
    uploadId: 'upl_1',
    failure: { code: 'Timeout', message: 'The first attempt timed out.' },
  });
  const now = '2030-01-02T00:00:00.000Z';
  const { uploadId: _registered, failure: _ended, ...kept } = earlier;
  expect(unchangedSince(earlier, { batchId: 'bat_2', earlierId: 'bat_1', now })).toStrictEqual({
    ...kept,
    batchId: 'bat_2',
    status: 'skipped',
    created: false,
    reason: 'Unchanged since batch bat_1.',
    attempts: 0,
    updatedAt: now,
  });
});
