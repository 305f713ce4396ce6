import { describe, expect, it } from '@jest/globals';
import { requestBatch } from '../../../core/bulk/request-batch.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { SequenceIds } from '../../fakes/shared/sequence-ids.ts';
import { admin, errorOf } from '../builders/world.ts';

describe('request batch', () => {
  it.each([
    [{ dryRun: true }, 'dryRun'],
    [{ source: { bucket: 'old', prefx: '2019/' } }, 'source.prefx'],
    [{ source: { bucket: 'old', manifest: { key: 'a.csv', sep: ';' } } }, 'source.manifest.sep'],
  ])('refuses %j: a misspelt field would migrate other files than meant', async (more, field) => {
    const clock = new FixedClock();
    const deps = {
      clock,
      batches: new MemoryBatches(clock),
      ids: new SequenceIds(),
      filesBucket: 'files',
      sourceBuckets: ['old'],
      categories: {},
    };
    const asked = { source: { bucket: 'old' }, category: 'legacy', ...more };
    const error = await errorOf(requestBatch(deps, admin, asked));
    expect(error).toMatchObject({ issues: [{ field, message: 'is no field here' }] });
  });
});
