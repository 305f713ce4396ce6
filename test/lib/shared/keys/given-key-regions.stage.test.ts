import { describe, expect, it } from '@jest/globals';
import { defaultConfig, parseConfig } from '../../../../lib/config.ts';
import { assertKeyRegions } from '../../../../lib/shared/keys/key-regions.ts';
import { keepsake } from '../../synthesize.ts';

const keyIn = (region: string, account = '111111111111') =>
  `arn:aws:kms:${region}:${account}:key/0b2f6a1e-5f0e-4c8e-9d2a-3f1c7b9e4d10`;
const keyArn = keyIn('eu-central-1');
const replicaKeyArn = keyIn('eu-west-1');
const replica = { region: 'eu-west-1', tables: 'global' };

describe('a key that the account has', () => {
  const prod = defaultConfig('prod');

  it.each([
    ['an alias', { keyArn: 'arn:aws:kms:eu-central-1:111111111111:alias/files' }, /not an alias/],
    ['an id', { keyArn: '0b2f6a1e-5f0e-4c8e-9d2a-3f1c7b9e4d10' }, /must be the ARN of a key/],
    ['a rotation of what it did not make', { keyArn, rotationDays: 90 }, /rotates as its owner/],
  ])('refuses %s', (_what, ownKeys, message) => {
    expect(() => parseConfig('prod', { ...prod, ownKeys })).toThrow(message);
  });

  it.each<[string, object, string]>([
    [
      'a key of another account',
      { ownKeys: { keyArn: keyIn('eu-central-1', '222222222222') } },
      "ownKeys.keyArn of stage 'prod' must be a key of account 111111111111 in eu-central-1, " +
        'not of 222222222222 in eu-central-1.',
    ],
    [
      'a key of another region',
      { ownKeys: { keyArn: keyIn('eu-west-1') } },
      "ownKeys.keyArn of stage 'prod' must be a key of account 111111111111 in eu-central-1, " +
        'not of 111111111111 in eu-west-1.',
    ],
    [
      'a key for copies that lies at home',
      { ownKeys: { keyArn, replicaKeyArn: keyArn }, replica },
      "ownKeys.replicaKeyArn of stage 'prod' must be a key of account 111111111111 in " +
        'eu-west-1, not of 111111111111 in eu-central-1.',
    ],
    [
      'a key for copies that there are none of',
      { ownKeys: { keyArn, replicaKeyArn } },
      "ownKeys.replicaKeyArn of stage 'prod' needs replica: there is no second region.",
    ],
  ])('refuses %s at synthesis', (_what, settings, message) => {
    const config = parseConfig('prod', { ...prod, ...settings });
    expect(() => keepsake(config)).toThrow(new Error(message));
  });

  it.each([undefined, { region: 'eu-central-1' }, { account: '111111111111' }])(
    'refuses a key whose place cannot be compared with %j',
    (env) => {
      const config = parseConfig('prod', { ...prod, ownKeys: { keyArn } });
      expect(() => assertKeyRegions(config, env)).toThrow(
        "ownKeys.keyArn of stage 'prod': say in which account and region the stage lies.",
      );
    },
  );
});
