import { describe, expect, it } from '@jest/globals';
import { defaultConfig, parseConfig } from '../../lib/config.ts';
import type { Config } from '../../lib/config-schema.ts';
import { propertiesOf, settingsIn, templatesOf } from './synthesize.ts';

const prod = defaultConfig('prod');
const pool = { id: 'eu-central-1_AbCdEfGhI', client: '4m1abcdefghijklmnopqrstuvw' };
const withPool = (more: { inService?: boolean } = {}, stage = prod): Config =>
  parseConfig(stage.stage, { ...stage, auth: { ...stage.auth, pool: { ...pool, ...more } } });

type Resource = { Type: string; DeletionPolicy?: string };

const cognitoIn = (config: Config, stack: 'data' | 'service'): [string, Resource][] =>
  Object.entries(templatesOf(config)[stack].toJSON().Resources as Record<string, Resource>).filter(
    ([, { Type }]) => Type.startsWith('AWS::Cognito::'),
  );

const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${pool.id}`;

describe('a new stage', () => {
  it('has its user pool in the Data stack, and none in Service', () => {
    expect(propertiesOf(templatesOf(prod).data, 'AWS::Cognito::UserPool')).toHaveLength(1);
    expect(cognitoIn(prod, 'service')).toEqual([]);
  });
});

describe('a stage of version 0.1.0', () => {
  it.each([prod, defaultConfig('dev')])(
    'keeps its pool, client and groups in the first update, to be retained: $stage',
    (stage) => {
      const kept = cognitoIn(withPool({ inService: true }, stage), 'service');
      expect(kept.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
        'IdentityAdmins',
        'IdentityPool',
        'IdentityPoolClient',
        'IdentityWorkers',
      ]);
      for (const [, { DeletionPolicy }] of kept)
        expect(DeletionPolicy).toBe('RetainExceptOnCreate');
    },
  );

  it('lets go of them in the second update, and makes no other', () => {
    for (const stack of ['data', 'service'] as const)
      expect(cognitoIn(withPool(), stack)).toEqual([]);
  });

  it.each([{ inService: true }, {}])('takes tokens of that pool with %j', (more) => {
    expect(settingsIn(withPool(more)).authorizer?.auth).toMatchObject({
      issuer,
      audiences: [pool.client],
    });
  });
});
