import type { Batch, BatchPlan, BatchRecord } from '../../../core/bulk/model/batch.ts';
import { recordIdOf } from '../../../core/bulk/model/batch-names.ts';
import { freshId } from '../shared/samples.ts';

const at = '2030-01-01T00:00:00.000Z';

/** Files of a folder, kept under their own paths. */
export const samplePlan = (changes: Partial<BatchPlan> = {}): BatchPlan => ({
  source: { kind: 'directory', description: './photos', options: { root: '/photos' } },
  target: { bucket: 'archive', prefix: 'old/' },
  idsFrom: 'place',
  include: [],
  exclude: [],
  batchSize: 50,
  onConflict: 'skip',
  atomic: false,
  ...changes,
});

/** A new batch without records. */
export const sampleBatch = (changes: Partial<Batch> = {}): Batch => ({
  batchId: freshId('bat'),
  status: 'pending',
  dryRun: false,
  plan: samplePlan(),
  listed: false,
  shards: 1,
  createdBy: 'ada',
  createdAt: at,
  updatedAt: at,
  revision: 1,
  ...changes,
});

/** A record of a file that was listed. */
export const sampleRecord = (
  { batchId, plan }: Batch,
  path: string,
  changes: Partial<BatchRecord> = {},
): BatchRecord => ({
  batchId,
  recordId: recordIdOf(plan, path),
  path,
  key: `${plan.target.prefix}${path}`,
  status: 'planned',
  contentType: 'image/jpeg',
  sizeBytes: 10,
  attempts: 0,
  updatedAt: at,
  ...changes,
});
