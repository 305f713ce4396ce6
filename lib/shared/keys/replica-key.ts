import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../../config-schema.ts';
import { keyAlias } from './own-key.ts';

/** What a key of the second region encrypts; the end of its alias. */
export type ReplicaKeyPurpose = 'replica-files' | 'replica-records';

/** A key of the second region, as stacks of the first one know it. */
export type ReplicaKey = {
  /** Of the alias of a key of ours; of the key itself if it was given. */
  arn: string;
  /** A key that the account brings has none. */
  alias?: string;
  region: string;
};

/**
 * A key of the second region; one of ours by its alias, because the key's own ARN is not known in
 * another region before it was made. `undefined` in a stage without a second region or without keys
 * of its own.
 */
export const replicaKeyOf = (
  scope: Construct,
  { stage, replica, ownKeys }: Pick<Config, 'stage' | 'replica' | 'ownKeys'>,
  purpose: ReplicaKeyPurpose,
): ReplicaKey | undefined => {
  if (replica === undefined || ownKeys === undefined) return undefined;
  const { region } = replica;
  if (ownKeys.replicaKeyArn !== undefined) return { arn: ownKeys.replicaKeyArn, region };
  const { partition, account } = Stack.of(scope);
  const alias = keyAlias(stage, purpose);
  return { arn: `arn:${partition}:kms:${region}:${account}:${alias}`, alias, region };
};
