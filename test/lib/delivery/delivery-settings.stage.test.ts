import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { defaultConfig, parseConfig, settingsOf } from '../../../lib/config.ts';
import type { Config } from '../../../lib/config-schema.ts';
import { deliveryOf, flatten, propertiesOf, settingsIn, templatesOf } from '../synthesize.ts';

const prod = defaultConfig('prod');
const auth = {
  issuer: 'https://issuer.example',
  jwksUri: 'https://issuer.example/jwks',
  audiences: ['client'],
};
const certificateArn = 'arn:aws:acm:us-east-1:111111111111:certificate/0a1b2c3d';
const domain = { name: 'files.example.com', certificateArn };
const apiDomain = {
  name: 'f.example.com',
  certificateArn: certificateArn.replace('us-east-1', 'eu-central-1'),
};

const withDelivery = (changes: Record<string, unknown>): Config =>
  parseConfig('prod', { ...prod, delivery: { ...prod.delivery, ...changes } });
const told = (changes: Record<string, unknown>) =>
  settingsOf(withDelivery(changes), { auth }).delivery;
const distributionOf = (template: Template) =>
  propertiesOf(template, 'AWS::CloudFront::Distribution')[0]?.[1].DistributionConfig;
const distributionWith = (changes: Record<string, unknown>) =>
  distributionOf(deliveryOf(withDelivery(changes)));

const filesPolicy = (
  config: Config,
): { Effect: string; Sid?: string; Action: unknown; Resource: unknown; Condition: unknown }[] => {
  const [, policy] =
    propertiesOf(templatesOf(config).data, 'AWS::S3::BucketPolicy').find(
      ([, { Bucket }]) => flatten(Bucket) === '<Files>',
    ) ?? [];
  return policy.PolicyDocument.Statement;
};
const cloudFrontMay = (config: Config) =>
  filesPolicy(config).filter(({ Effect }) => Effect === 'Allow');

describe('who may read the files bucket', () => {
  it('before the distribution is known: CloudFront, for a distribution of this account', () => {
    expect(cloudFrontMay(prod)).toEqual([
      expect.objectContaining({
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::111111111111:distribution/*' },
        },
      }),
    ]);
  });

  it('once it is configured: CloudFront, for exactly that distribution', () => {
    expect(cloudFrontMay(withDelivery({ distributionId: 'E2QWRUHAPOMQZL' }))).toEqual([
      expect.objectContaining({
        Action: 's3:GetObject',
        Condition: {
          StringEquals: {
            'aws:SourceArn': 'arn:aws:cloudfront::111111111111:distribution/E2QWRUHAPOMQZL',
          },
        },
      }),
    ]);
  });

  it('objects only: who may list the bucket would be shown every key at /', () => {
    expect(cloudFrontMay(prod).map(({ Resource }) => flatten(Resource))).toEqual(['<Files>/*']);
  });
});

describe('a domain of its own', () => {
  const { delivery } = templatesOf(withDelivery({ domain }));

  it('is served with its certificate, TLS 1.2 at least', () => {
    const distribution = delivery && distributionOf(delivery);
    expect(distribution.Aliases).toEqual(['files.example.com']);
    expect(distribution.ViewerCertificate).toEqual({
      AcmCertificateArn: certificateArn,
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    });
  });

  it('is what URLs are signed for', () => {
    expect(settingsIn(withDelivery({ domain })).permalinks).toMatchObject({
      delivery: { cloudFront: { domain: 'files.example.com' } },
    });
  });
});

describe('a domain of its own for the API', () => {
  const { service } = templatesOf(withDelivery({ apiDomain }));
  const [[, name] = ['', undefined]] = propertiesOf(service, 'AWS::ApiGatewayV2::DomainName');

  it('has TLS 1.2 and the certificate of its own region', () => {
    expect(name.DomainName).toBe('f.example.com');
    expect(name.DomainNameConfigurations).toEqual([
      expect.objectContaining({
        CertificateArn: apiDomain.certificateArn,
        EndpointType: 'REGIONAL',
        SecurityPolicy: 'TLS_1_2',
      }),
    ]);
  });

  it('leads to the API, and says what its DNS record must point at', () => {
    const [[, mapping] = ['', undefined]] = propertiesOf(service, 'AWS::ApiGatewayV2::ApiMapping');
    expect(flatten(mapping.ApiId)).toBe('<HttpApi>');
    expect(service.findOutputs('apiUrl').apiUrl?.Value).toBe('https://f.example.com/');
    const [[, api] = ['', undefined]] = propertiesOf(service, 'AWS::ApiGatewayV2::Api');
    expect(api.DisableExecuteApiEndpoint).toBe(true);
    expect(flatten(service.findOutputs('apiDomainTarget').apiDomainTarget?.Value)).toBe(
      '<ApiDomainName.RegionalDomainName>',
    );
  });

  it('is what printed links start with, unless something else is configured', () => {
    expect(told({ apiDomain }).linkOrigin).toBe('https://f.example.com');
    expect(told({ apiDomain, linkOrigin: 'https://go.example.com' }).linkOrigin).toBe(
      'https://go.example.com',
    );
  });
});

describe('the other hooks', () => {
  it('nothing is restricted until somebody says so', () => {
    const distribution = distributionOf(deliveryOf(prod));
    expect(distribution).not.toHaveProperty('Restrictions');
    expect(distribution).not.toHaveProperty('WebACLId');
    expect(distribution).not.toHaveProperty('Aliases');
  });

  it.each([
    ['allow', 'whitelist'],
    ['deny', 'blacklist'],
  ])('geo: %s', (verb, type) => {
    const distribution = distributionWith({ geo: { [verb]: ['DE', 'AT'] } });
    expect(distribution.Restrictions.GeoRestriction).toEqual({
      RestrictionType: type,
      Locations: ['DE', 'AT'],
    });
  });

  it('a web ACL', () => {
    const webAclArn = 'arn:aws:wafv2:us-east-1:111111111111:global/webacl/keepsake/0a1b';
    expect(distributionWith({ webAclArn }).WebACLId).toBe(webAclArn);
  });

  it('how long an erased public file may be served from caches', () => {
    const shorter = deliveryOf(withDelivery({ publicSeconds: 60 }));
    const [, { CachePolicyConfig }] =
      propertiesOf(shorter, 'AWS::CloudFront::CachePolicy').find(([name]) =>
        name.endsWith('PublicCache'),
      ) ?? [];
    expect(CachePolicyConfig.MaxTTL).toBe(60);
    expect(
      JSON.stringify(propertiesOf(shorter, 'AWS::CloudFront::ResponseHeadersPolicy')),
    ).toContain('"public, max-age=60"');
  });

  it('the price class', () => {
    expect(distributionWith({ priceClass: 'PriceClass_All' }).PriceClass).toBe('PriceClass_All');
  });
});

describe('a configuration that cannot work', () => {
  it.each([
    ['signed URLs that live longer than an hour', { signedSeconds: 3601 }, /signedSeconds/],
    [
      'public files that outlive their erasure by more than a day',
      { publicSeconds: 86_401 },
      /publicSeconds/,
    ],
    ['permalinks beyond ten years', { linkDays: 4000 }, /linkDays/],
    ['a CloudFront certificate outside N. Virginia', { domain: apiDomain }, /us-east-1/],
    [
      'a regional web ACL',
      { webAclArn: 'arn:aws:wafv2:eu-central-1:111111111111:regional/webacl/a/b' },
      /webAclArn/,
    ],
    ['countries both allowed and denied', { geo: { allow: ['DE'], deny: ['US'] } }, /geo/],
    ['a country by its name', { geo: { allow: ['Germany'] } }, /geo/],
    ['printed links over plain HTTP', { linkOrigin: 'http://example.com' }, /linkOrigin/],
    ['a link origin with a path', { linkOrigin: 'https://example.com/l' }, /linkOrigin/],
    [
      'a legacy base with a trailing slash',
      { legacyBaseUrl: 'https://old.example.com/' },
      /legacyBaseUrl/,
    ],
    ['a legacy base that is no web address', { legacyBaseUrl: 'file:///srv' }, /legacyBaseUrl/],
    ['something that is no distribution id', { distributionId: '*' }, /distributionId/],
    ['a setting nobody knows', { signedMinutes: 15 }, /signedMinutes/],
  ])('refuses %s', (_, changes, message) => {
    expect(() => withDelivery(changes)).toThrow(message);
  });

  it('refuses a category below the prefix that is public', () => {
    const categories = {
      ...prod.categories,
      photo: { ...prod.categories.photo, prefix: 'public' },
    };
    expect(() => parseConfig('prod', { ...prod, categories })).toThrow(
      /categories.photo.prefix: must not be the prefix that is served/,
    );
  });
});

describe('what the functions are told', () => {
  it('by default: fifteen minutes for a URL, five years for a link', () => {
    expect(told({})).toEqual({ signedSeconds: 900, linkDays: 1827 });
  });

  it('the distribution, where there is one', () => {
    const cloudFront = { domain: 'd111.cloudfront.net', keyPairId: 'K2JCJMDEHXQW5F' };
    expect(settingsOf(prod, { auth, cloudFront }).delivery.cloudFront).toEqual(cloudFront);
  });

  it('where legacy files still are', () => {
    expect(told({ legacyBaseUrl: 'https://old.example.com/files' }).legacyBaseUrl).toBe(
      'https://old.example.com/files',
    );
  });
});
