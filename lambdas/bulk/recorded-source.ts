import type { S3Client } from '@aws-sdk/client-s3';
import { S3Source } from '../../adapters/bulk/sources/s3.ts';
import type { BatchPlan } from '../../core/bulk/model/batch.ts';
import { takesAnyName } from '../../core/bulk/model/batch-names.ts';

/** The source of a batch on record, to look its files up again. */
export const recordedSource = (client: S3Client, plan: BatchPlan): S3Source => {
  // A verification reads no source, because its batch may be from another machine.
  const { bucket, prefix } =
    plan.source.kind === 's3' ? plan.source.options : { bucket: 'none', prefix: '' };
  return new S3Source(client, { bucket, prefix, anyName: takesAnyName(plan) });
};
