import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { stageWord } from '../shared/stage-stacks.ts';

/** A bucket of the second region, as other stacks know it. */
export type ReplicaBucket = { bucketName: string; bucketArn: string; region: string };

type Replicated = Pick<Config, 'stage' | 'replica'>;

/** The copy of the files bucket; `undefined` in a stage without a second region. */
export const replicaBucketOf = (
  scope: Construct,
  { stage, replica }: Replicated,
): ReplicaBucket | undefined =>
  replica && bucketThere(scope, { stage, region: replica.region, holds: 'replica' });

/**
 * The bucket by its name: no value crosses from one region to another by itself, so the name is
 * made, and both regions know it.
 */
const bucketThere = (
  scope: Construct,
  { stage, region, holds }: { stage: string; region: string; holds: 'replica' | 'tables' },
): ReplicaBucket => {
  const { account, partition } = Stack.of(scope);
  const bucketName = `keepsake-${stageWord(stage)}-${holds}-${account}-${region}`;
  return { bucketName, bucketArn: `arn:${partition}:s3:::${bucketName}`, region };
};

/** Where exports of the tables go; `undefined` in a stage that makes none. */
export const exportBucketOf = (
  scope: Construct,
  { stage, replica }: Replicated,
): ReplicaBucket | undefined =>
  replica?.tables === 'export'
    ? bucketThere(scope, { stage, region: replica.region, holds: 'tables' })
    : undefined;
