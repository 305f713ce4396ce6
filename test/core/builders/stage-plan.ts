import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { samplePlan } from '../../contracts/bulk/batch-samples.ts';

/** From a bucket of S3 into a stage, as the API puts it on record. */
export const inStage = (changes: Partial<BatchPlan> = {}): BatchPlan =>
  samplePlan({
    source: {
      kind: 's3',
      description: 's3://old/media/',
      options: { bucket: 'old', prefix: 'media/' },
    },
    target: { bucket: 'files', prefix: 'photos/legacy/' },
    register: {
      ownerId: 'usr_archive',
      category: 'photo',
      contentTypes: ['image/jpeg'],
      maxSizeBytes: 100,
    },
    ...changes,
  });
