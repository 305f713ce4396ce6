import { type Environment, Token } from 'aws-cdk-lib';
import { InvalidConfiguration } from '../../config.ts';
import type { Config } from '../../config-schema.ts';

/**
 * Throws `InvalidConfiguration` unless given keys lie where they are used: DynamoDB takes no key of
 * another account, and nothing takes one of another region.
 */
export const assertKeyRegions = (
  { stage, ownKeys, replica }: Pick<Config, 'stage' | 'ownKeys' | 'replica'>,
  { account, region }: Environment = {},
): void => {
  const assertRegion = (name: string, arn: string | undefined, wanted: string | undefined) => {
    if (arn === undefined) return;
    const setting = `ownKeys.${name} of stage '${stage}'`;
    if (!isKnown(account) || !isKnown(wanted))
      throw new InvalidConfiguration(`${setting}: say in which account and region the stage lies.`);
    const [, , , keyRegion, keyAccount] = arn.split(':');
    if (keyRegion === wanted && keyAccount === account) return;
    throw new InvalidConfiguration(
      `${setting} must be a key of account ${account} in ${wanted}, ` +
        `not of ${keyAccount} in ${keyRegion}.`,
    );
  };
  assertRegion('keyArn', ownKeys?.keyArn, region);
  if (ownKeys?.replicaKeyArn !== undefined && replica === undefined)
    throw new InvalidConfiguration(
      `ownKeys.replicaKeyArn of stage '${stage}' needs replica: there is no second region.`,
    );
  assertRegion('replicaKeyArn', ownKeys?.replicaKeyArn, replica?.region);
};

const isKnown = (value: string | undefined): value is string =>
  value !== undefined && !Token.isUnresolved(value);
