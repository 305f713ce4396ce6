import { expect, it } from '@jest/globals';
import { batchView } from '../../../../core/bulk/model/batch-view.ts';
import { sampleBatch, samplePlan } from '../../../contracts/bulk/batch-samples.ts';
import { MemoryBatches } from '../../../fakes/bulk/memory-batches.ts';
import { FixedClock } from '../../../fakes/shared/fixed-clock.ts';

it('a batch names the endpoint of a target that is not AWS', async () => {
  const batches = new MemoryBatches(new FixedClock());
  const endpoint = 'https://s3.example.test';
  const batch = sampleBatch({
    plan: samplePlan({ target: { bucket: 'archive', prefix: 'old/', endpoint } }),
  });
  await batches.create(batch);
  const view = batchView(batch, await batches.counts(batch.batchId));
  expect(view).toMatchObject({ target: 's3://archive/old/', endpoint });
});
