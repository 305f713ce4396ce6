import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../../config-schema.ts';
import { keyAlias } from './own-key.ts';

/** What a key of the second region encrypts; the end of its alias. */
export type ReplicaKeyPurpose = 'replica-files' | 'replica-records';

/** A key of the second region, as stacks of the first one know it. */
export type ReplicaKey = { alias: string; aliasArn: string; region: string };

/**
 * A key of the second region by its alias: the key's own ARN is not known in another region before
 * it was made. `undefined` in a stage without a second region or without keys of its own.
 */
export const replicaKeyOf = (
  scope: Construct,
  { stage, replica, ownKeys }: Pick<Config, 'stage' | 'replica' | 'ownKeys'>,
  purpose: ReplicaKeyPurpose,
): ReplicaKey | undefined => {
  if (replica === undefined || ownKeys === undefined) return undefined;
  const { partition, account } = Stack.of(scope);
  const { region } = replica;
  const alias = keyAlias(stage, purpose);
  return { alias, aliasArn: `arn:${partition}:kms:${region}:${account}:${alias}`, region };
};
