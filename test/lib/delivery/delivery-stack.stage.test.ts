import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import {
  deliveryOf,
  flatten,
  functionsOf,
  propertiesOf,
  settingsIn,
  templatesOf,
} from '../synthesize.ts';
import { testKeys } from '../test-keys.ts';

const prod = defaultConfig('prod');
const delivery = deliveryOf(prod);
const only = (type: string) => propertiesOf(delivery, type)[0]?.[1];
const { DistributionConfig: distribution } = only('AWS::CloudFront::Distribution');

type Behavior = {
  PathPattern?: string;
  TrustedKeyGroups?: unknown[];
  TargetOriginId: string;
  [name: string]: unknown;
};
const behaviors: [string, Behavior][] = [
  ['(default)', distribution.DefaultCacheBehavior],
  ...distribution.CacheBehaviors.map((behavior: Behavior): [string, Behavior] => [
    behavior.PathPattern ?? '',
    behavior,
  ]),
];
const paths = behaviors.map(([path]) => path);
const behaviorOf = (path: string) => behaviors.find(([name]) => name === path)?.[1];

describe('the distribution', () => {
  it('speaks HTTP/2 and HTTP/3, over IPv6 too', () => {
    expect(distribution).toMatchObject({
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      Enabled: true,
    });
  });

  it('serves from where the configuration says', () => {
    expect(distribution.PriceClass).toBe('PriceClass_100');
  });

  it('logs every access, without cookies', () => {
    expect(distribution.Logging.Prefix).toBe('delivery/');
    expect(flatten(distribution.Logging.Bucket)).toBe('<Logs.RegionalDomainName>');
    expect(distribution.Logging.IncludeCookies ?? false).toBe(false);
  });

  it('has no root document: nothing answers an address without a key', () => {
    expect(distribution).not.toHaveProperty('DefaultRootObject');
  });

  it('runs no code of ours', () => {
    for (const [, behavior] of behaviors) {
      expect(behavior).not.toHaveProperty('FunctionAssociations');
      expect(behavior).not.toHaveProperty('LambdaFunctionAssociations');
    }
  });
});

describe('every path', () => {
  it.each(behaviors)('%s is HTTPS only', (_, behavior) => {
    expect(behavior.ViewerProtocolPolicy).toBe('redirect-to-https');
  });

  it.each(behaviors)('%s can only be read', (_, behavior) => {
    expect(behavior.AllowedMethods).toEqual(['GET', 'HEAD', 'OPTIONS']);
  });

  it.each(behaviors)('%s is compressed', (_, behavior) => {
    expect(behavior.Compress).toBe(true);
  });

  it.each(behaviors)(
    '%s is cached by a policy of ours, and nothing of the request is passed on beside it',
    (path, behavior) => {
      expect(flatten(behavior.CachePolicyId)).toBe(
        path.startsWith('public/') ? '<BehaviorsPublicCache>' : '<BehaviorsCache>',
      );
      expect(behavior).not.toHaveProperty('OriginRequestPolicyId');
      expect(behavior).not.toHaveProperty('ForwardedValues');
    },
  );
});

describe('a signature', () => {
  const isOpen = (path: string) => path.startsWith('public/') || path.startsWith('_errors/');

  it.each(behaviors.filter(([path]) => !isOpen(path)))(
    'is needed for %s',
    (_, { TrustedKeyGroups = [] }) => {
      expect(TrustedKeyGroups.map(flatten)).toEqual(['<KeysGroup>']);
    },
  );

  it.each(behaviors.filter(([path]) => isOpen(path)))('is not needed for %s', (_, behavior) => {
    expect(behavior).not.toHaveProperty('TrustedKeyGroups');
  });

  it('is what a path needs that nobody thought of', () => {
    expect(behaviorOf('(default)')?.TrustedKeyGroups).toHaveLength(1);
  });

  it('is checked against two keys, the newest first', () => {
    const keys = testKeys().map(({ fingerprint }) => `<KeysKey${fingerprint}>`);
    expect(only('AWS::CloudFront::KeyGroup').KeyGroupConfig.Items.map(flatten)).toEqual(keys);
  });

  it('is never checked against an account’s old-style signers', () => {
    for (const [, behavior] of behaviors) expect(behavior).not.toHaveProperty('TrustedSigners');
  });
});

describe('paths where PDFs may be', () => {
  it.each(['pdfs', 'documents', 'reports', 'processed'])(
    '%s has a path of its own, signed and public',
    (prefix) => {
      expect(paths).toEqual(expect.arrayContaining([`${prefix}/*`, `public/${prefix}/*`]));
    },
  );

  it('come before the public path that would match them as well', () => {
    const general = paths.indexOf('public/*');
    for (const path of paths.filter((name) => /^public\/./.test(name) && name !== 'public/*'))
      expect(paths.indexOf(path)).toBeLessThan(general);
  });

  it('are not the paths of pictures, sounds and films', () => {
    expect(paths).not.toContain('photos/*');
    expect(paths).not.toContain('audio/*');
  });
});

describe('what is cached', () => {
  const policies = propertiesOf(delivery, 'AWS::CloudFront::CachePolicy').map(
    ([name, { CachePolicyConfig }]) => [name, CachePolicyConfig],
  );
  const policyOf = (id: string) => policies.find(([name]) => name === id)?.[1];
  const asking = policies.map(([name, policy]) => [
    name,
    policy.ParametersInCacheKeyAndForwardedToOrigin,
  ]);

  it('stays for a year where a signature is needed, whatever the object says: a key’s bytes never change', () => {
    expect(policyOf('BehaviorsCache')).toMatchObject({
      MinTTL: 31_536_000,
      DefaultTTL: 31_536_000,
      MaxTTL: 31_536_000,
    });
  });

  it('stays for an hour where none is needed, whatever the object says: so long may an erased file be served', () => {
    expect(policyOf('BehaviorsPublicCache')).toMatchObject({
      MinTTL: 3_600,
      DefaultTTL: 3_600,
      MaxTTL: 3_600,
    });
  });

  it.each(asking)(
    '%s: is found by its path alone: no query, cookie or header reaches S3 or makes a second copy',
    (_, asked) => {
      expect(asked.QueryStringsConfig).toEqual({ QueryStringBehavior: 'none' });
      expect(asked.CookiesConfig).toEqual({ CookieBehavior: 'none' });
      expect(asked.HeadersConfig).toEqual({ HeaderBehavior: 'none' });
    },
  );

  it.each(asking)('%s: may be compressed', (_, asked) => {
    expect(asked).toMatchObject({
      EnableAcceptEncodingGzip: true,
      EnableAcceptEncodingBrotli: true,
    });
  });
});

describe('the origins', () => {
  type Origin = {
    Id: string;
    DomainName: unknown;
    OriginAccessControlId: unknown;
    S3OriginConfig: { OriginAccessIdentity: string };
  };
  const origins: Origin[] = distribution.Origins;
  const controls = new Map(propertiesOf(delivery, 'AWS::CloudFront::OriginAccessControl'));
  const domainOf = (path: string) =>
    flatten(origins.find(({ Id }) => Id === behaviorOf(path)?.TargetOriginId)?.DomainName);

  it('are read with an origin access control that always signs', () => {
    expect(controls.size).toBe(origins.length);
    for (const { OriginAccessControlId, S3OriginConfig } of origins) {
      const control = controls.get(
        /<(\w+)(\.Id)?>/.exec(flatten(OriginAccessControlId))?.[1] ?? '',
      );
      expect(control?.OriginAccessControlConfig).toMatchObject({
        OriginAccessControlOriginType: 's3',
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      });
      expect(S3OriginConfig.OriginAccessIdentity).toBe('');
    }
  });

  it.each(paths.filter((path) => !path.startsWith('_errors/')))(
    '%s is the files bucket',
    (path) => {
      expect(domainOf(path)).toBe('<Data.Files>');
    },
  );

  it('error pages come from a bucket of their own', () => {
    expect(domainOf('_errors/*')).toBe('<ErrorPages.RegionalDomainName>');
  });
});

describe('the outputs', () => {
  it('name the distribution and the key that signs', () => {
    const outputs = delivery.findOutputs('*');
    expect(outputs.distributionId?.Value).toEqual({ Ref: expect.stringMatching(/^Distribution/) });
    expect(flatten(outputs.distributionDomain?.Value)).toBe('<Distribution.DomainName>');
    expect(flatten(outputs.activeKeyPairId?.Value)).toBe(`<KeysKey${testKeys()[0]?.fingerprint}>`);
  });

  it('are what the functions sign with', () => {
    const { Variables } = functionsOf(templatesOf(prod).service).get('permalinks').Environment;
    expect(settingsIn(prod).permalinks).toMatchObject({
      delivery: {
        cloudFront: {
          domain: { $env: 'DELIVERY_CLOUD_FRONT_DOMAIN' },
          keyPairId: { $env: 'DELIVERY_CLOUD_FRONT_KEY_PAIR_ID' },
        },
      },
    });
    expect(flatten(Variables.DELIVERY_CLOUD_FRONT_DOMAIN)).toBe('<Delivery.Distribution>');
    expect(flatten(Variables.DELIVERY_CLOUD_FRONT_KEY_PAIR_ID)).toBe(
      `<Delivery.KeysKey${testKeys()[0]?.fingerprint}>`,
    );
  });
});
