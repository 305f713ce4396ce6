import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';

/** The copy of the files bucket in the second region, as other stacks know it. */
export type ReplicaBucket = { bucketName: string; bucketArn: string; region: string };

/** S3 allows 63 characters: 45 are the rest of the name. */
const stagePart = (stage: string): string =>
  stage
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-')
    .slice(0, 18);

/**
 * The bucket by its name: no value crosses from one region to another by itself, so the name is
 * made, and both regions know it.
 */
export const replicaBucketOf = (
  scope: Construct,
  { stage, replica }: Pick<Config, 'stage' | 'replica'>,
): ReplicaBucket | undefined => {
  if (replica === undefined) return undefined;
  const { account, partition } = Stack.of(scope);
  const { region } = replica;
  const bucketName = `keepsake-${stagePart(stage)}-replica-${account}-${region}`;
  return { bucketName, bucketArn: `arn:${partition}:s3:::${bucketName}`, region };
};
