import { describe, expect, it } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { defaultConfig, InvalidConfiguration, parseConfig } from '../../../lib/config.ts';
import { consoleConfig, consoleSettings } from '../every-stack.ts';
import { flatten, propertiesOf, templatesOf } from '../synthesize.ts';

const prod = defaultConfig('prod');

const consoleOf = (config = consoleConfig): Template => {
  const { console } = templatesOf(config);
  if (!console) throw new Error('There is no Console stack.');
  return console;
};

const policyOf = (template: Template): string => {
  const [[, { ResponseHeadersPolicyConfig }] = ['', { ResponseHeadersPolicyConfig: {} }]] =
    propertiesOf(template, 'AWS::CloudFront::ResponseHeadersPolicy');
  const { ContentSecurityPolicy } = ResponseHeadersPolicyConfig.SecurityHeadersConfig;
  return flatten(ContentSecurityPolicy.ContentSecurityPolicy);
};

describe('the console', () => {
  it('is not there unless it is configured', () => {
    expect(templatesOf(prod).console).toBeUndefined();
  });

  it('allows its own code only, and no origin but issuer, files and itself', () => {
    const policy = policyOf(consoleOf());
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(policy).not.toMatch(/unsafe|data:|\*|http:/);
    expect(policy).toContain(
      "connect-src 'self' https://cognito-idp.eu-central-1.amazonaws.com " +
        'https://keepsake-prod.auth.eu-central-1.amazoncognito.com;',
    );
    expect(policy).toMatch(/img-src 'self' https:\/\/<Data\.\w+> https:\/\/<Delivery\.\w+>;/);
  });

  it('keeps browsers on HTTPS and out of frames', () => {
    consoleOf().hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: Match.objectLike({
        SecurityHeadersConfig: Match.objectLike({
          StrictTransportSecurity: {
            AccessControlMaxAgeSec: 63_072_000,
            IncludeSubdomains: true,
            Override: true,
          },
          FrameOptions: { FrameOption: 'DENY', Override: true },
        }),
      }),
    });
  });

  it('keeps no error of the API for the next caller', () => {
    const [[, { DistributionConfig: config }] = ['', { DistributionConfig: {} }]] = propertiesOf(
      consoleOf(),
      'AWS::CloudFront::Distribution',
    );
    const kept = new Map(
      config.CustomErrorResponses.map(
        ({ ErrorCode, ErrorCachingMinTTL }: { ErrorCode: number; ErrorCachingMinTTL: number }) => [
          ErrorCode,
          ErrorCachingMinTTL,
        ],
      ),
    );
    for (const status of [400, 403, 404, 405, 414, 500, 501, 502, 503, 504])
      expect([status, kept.get(status)]).toEqual([status, 0]);
  });

  it('has the API below /api, uncached, with all methods, and nothing of customers’ files', () => {
    const [[, { DistributionConfig: config }] = ['', { DistributionConfig: {} }]] = propertiesOf(
      consoleOf(),
      'AWS::CloudFront::Distribution',
    );
    expect(config.Aliases).toEqual(['ops.example.com']);
    expect(
      config.CacheBehaviors.map(({ PathPattern }: { PathPattern: string }) => PathPattern),
    ).toEqual(['/api/*']);
    expect(config.CacheBehaviors[0].AllowedMethods).toContain('DELETE');
    expect(config.Origins).toHaveLength(2);
    expect(JSON.stringify(config.Origins)).toContain('execute-api');
  });

  it('asks the API under its own domain, where API Gateway’s address is off', () => {
    const apiDomain = { ...consoleSettings.domain, name: 'api.example.com' };
    const config = { ...consoleConfig, delivery: { ...consoleConfig.delivery, apiDomain } };
    const [[, { DistributionConfig }] = ['', { DistributionConfig: {} }]] = propertiesOf(
      consoleOf(config),
      'AWS::CloudFront::Distribution',
    );
    const origins = JSON.stringify(DistributionConfig.Origins);
    expect(origins).toContain('"DomainName":"api.example.com"');
    expect(origins).not.toContain('execute-api');
  });

  it('reads no bucket but its own', () => {
    const buckets = propertiesOf(consoleOf(), 'AWS::S3::BucketPolicy').map(([id]) => id);
    expect(buckets.toSorted()).toEqual(['CdnLogsPolicy', 'FilesBucketPolicy']);
  });
});

describe('signing in to the console', () => {
  it('is by code with PKCE, for a client without a secret, on the console’s own domain', () => {
    templatesOf(consoleConfig).data.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: ['https://ops.example.com/sign-in'],
      LogoutURLs: ['https://ops.example.com'],
      AllowedOAuthFlowsUserPoolClient: true,
      SupportedIdentityProviders: ['COGNITO'],
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('lasts an hour by token and a working day in all', () => {
    templatesOf(consoleConfig).data.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      CallbackURLs: ['https://ops.example.com/sign-in'],
      AccessTokenValidity: 60,
      RefreshTokenValidity: 720,
      TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
    });
  });

  it('is on pages of Cognito’s managed login, which show nothing without a branding', () => {
    const { data } = templatesOf(consoleConfig);
    data.hasResourceProperties('AWS::Cognito::UserPoolDomain', {
      Domain: consoleSettings.signInPrefix,
      ManagedLoginVersion: 2,
    });
    data.hasResourceProperties('AWS::Cognito::ManagedLoginBranding', {
      UseCognitoProvidedValues: true,
    });
  });

  it('can be by any issuer that knows the console as a client', () => {
    const issuer = {
      issuer: 'https://id.example.com/keepsake',
      jwksUri: 'https://id.example.com/keys',
      audience: 'api',
    };
    const client = { id: 'console', origins: ['https://tokens.example.com'] };
    const config = parseConfig('prod', {
      ...prod,
      auth: { ...prod.auth, issuer },
      console: { domain: consoleSettings.domain, client },
    });
    expect(policyOf(consoleOf(config))).toContain(
      "connect-src 'self' https://id.example.com https://tokens.example.com;",
    );
  });

  it.each([
    ['a pool of ours without an address of its sign-in pages', {}],
    ['a prefix that Cognito refuses', { signInPrefix: 'my-aws' }],
    [
      'a certificate of another region',
      { certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/a' },
    ],
  ])('is refused for %s', (_what, { certificateArn, ...change }: Record<string, string>) => {
    const domain = { ...consoleSettings.domain, ...(certificateArn && { certificateArn }) };
    const settings = certificateArn ? { signInPrefix: 'keepsake' } : change;
    const values = { ...prod, console: { domain, ...settings } };
    expect(() => parseConfig('prod', values)).toThrow(InvalidConfiguration);
  });
});
