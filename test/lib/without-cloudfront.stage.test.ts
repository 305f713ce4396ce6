import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { defaultConfig, parseConfig } from '../../lib/config.ts';
import type { Config } from '../../lib/config-schema.ts';
import type { DeliveryKey } from '../../lib/delivery/delivery-keys.ts';
import { stageProblems } from '../../lib/production-problems.ts';
import { propertiesOf, templatesOf } from './synthesize.ts';
import { testKeys } from './test-keys.ts';

const prod = defaultConfig('prod');
const dev = defaultConfig('dev');
const withDelivery = (config: Config, more: Partial<Config['delivery']>): Config =>
  parseConfig(config.stage, { ...config, delivery: { ...config.delivery, ...more } });

const cases: [string, Config, DeliveryKey[]][] = [
  [
    'prod that is told to do without, with keys',
    withDelivery(prod, { enabled: false }),
    testKeys(),
  ],
  ['prod that is told to do without, without keys', withDelivery(prod, { enabled: false }), []],
  ['dev without keys', dev, []],
];

const stacksOf = (config: Config, keys: DeliveryKey[]): [string, Template][] =>
  Object.entries(templatesOf(config, keys));

describe.each(cases)('%s', (_name, config, keys) => {
  const stacks = stacksOf(config, keys);
  const all = JSON.stringify(stacks.map(([, template]) => template.toJSON()));
  const data = new Map(stacks).get('data');
  const [files] = propertiesOf(data as Template, 'AWS::S3::Bucket').filter(
    ([id]) => id === 'Files',
  );

  it('has nothing that an account without CloudFront cannot deploy', () => {
    expect(all).not.toMatch(/AWS::CloudFront::/);
    expect(stacks.map(([name]) => name)).not.toContain('delivery');
  });

  it('lets no distribution of the account read the files bucket', () => {
    expect(all).not.toMatch(/cloudfront\.amazonaws\.com|CloudFrontReads/);
  });

  it('lets pages of its origins read kept files, which S3 itself serves', () => {
    const [rule] = files?.[1].CorsConfiguration.CorsRules ?? [];
    expect(rule).toMatchObject({
      AllowedMethods: ['GET', 'HEAD'],
      AllowedOrigins: config.allowedOrigins,
    });
  });

  it('gives no function a signing key, nor CloudFront’s domain', () => {
    expect(all).not.toMatch(/DELIVERY_KEY_SECRET|DELIVERY_CLOUD_FRONT/);
  });

  it('says at synthesis what it lacks', () => {
    const said = stageProblems(config, { hasKeys: keys.length > 0 }).map(({ message }) => message);
    expect(said.join('\n')).toMatch(/no CloudFront/);
  });
});

describe('a stage without keys whose distribution is named', () => {
  it('lets exactly that one read', () => {
    const stacks = stacksOf(withDelivery(dev, { distributionId: 'E2QWRUHAPOMQZL' }), []);
    const { data } = Object.fromEntries(stacks);
    const text = JSON.stringify(data?.toJSON());
    expect(text).toContain('distribution/E2QWRUHAPOMQZL');
    expect(text).not.toContain('distribution/*');
  });
});
