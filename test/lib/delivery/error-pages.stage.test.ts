import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { errorPages } from '../../../lib/delivery/error-page-texts.ts';
import { deliveryOf, flatten, propertiesOf } from '../synthesize.ts';

const delivery = deliveryOf(defaultConfig('prod'));
const [[, { DistributionConfig: distribution }] = ['', { DistributionConfig: undefined }]] =
  propertiesOf(delivery, 'AWS::CloudFront::Distribution');
const uploads = propertiesOf(delivery, 'Custom::ErrorPage').map(([, page]) => ({
  create: JSON.parse(flatten(page.Create)),
  update: JSON.parse(flatten(page.Update)),
  remove: JSON.parse(flatten(page.Delete)),
}));

type Response = {
  ErrorCode: number;
  ResponseCode: number;
  ResponsePagePath: string;
  ErrorCachingMinTTL: number;
};
const responses: Response[] = distribution.CustomErrorResponses;

describe('an error', () => {
  it.each([403, 404, 500, 502, 503, 504])('%i is a page of ours and stays what it is', (status) => {
    const response = responses.find(({ ErrorCode }) => ErrorCode === status);
    expect(response?.ResponseCode).toBe(status);
    expect(uploads.map(({ create }) => `/${create.parameters.Key}`)).toContain(
      response?.ResponsePagePath,
    );
  });

  it('is forgotten within seconds', () => {
    for (const { ErrorCachingMinTTL } of responses) expect(ErrorCachingMinTTL).toBe(5);
  });

  it('looks the same whether a file is missing or not yours', () => {
    const pageOf = (status: number) =>
      responses.find(({ ErrorCode }) => ErrorCode === status)?.ResponsePagePath;
    expect(pageOf(404)).toBe(pageOf(403));
  });
});

describe.each(errorPages.map((page) => ({ ...page })))('$name', ({ name, html }) => {
  const upload = uploads.find(({ create }) => create.parameters.Key === `_errors/${name}`);

  it('is put where its path needs no signature', () => {
    expect(upload?.create).toMatchObject({
      service: 'S3',
      action: 'PutObject',
      parameters: { Body: html, Bucket: '<ErrorPages>' },
    });
    expect(upload?.update).toEqual(upload?.create);
  });

  it('is an HTML page that no browser keeps', () => {
    expect(upload?.create.parameters).toMatchObject({
      ContentType: 'text/html; charset=utf-8',
      CacheControl: 'no-store',
    });
  });

  it('is named for its bytes: an edge may keep it for a year', () => {
    expect(name).toMatch(/^[a-z-]+\.[0-9a-f]{8}\.html$/);
  });

  it('removes itself and nothing else', () => {
    expect(upload?.remove).toMatchObject({
      action: 'DeleteObject',
      parameters: { Bucket: '<ErrorPages>', Key: `_errors/${name}` },
    });
  });

  it('is small, names nothing and loads nothing', () => {
    expect(html.length).toBeLessThan(1000);
    expect(html).not.toMatch(/<script|https?:|src=|href=|bucket|amazon|cloudfront|AccessDenied/i);
  });
});

describe('whoever writes the pages', () => {
  it('may write them, log, and nothing else', () => {
    const statements = propertiesOf(delivery, 'AWS::IAM::Policy').flatMap(
      ([, { PolicyDocument }]) => PolicyDocument.Statement,
    );
    expect(
      statements.map(({ Action, Resource }) => [[Action].flat().sort(), flatten(Resource)]),
    ).toEqual([
      [['logs:CreateLogStream', 'logs:PutLogEvents'], '<ErrorPagesLogs>'],
      [['s3:DeleteObject', 's3:PutObject'], '<ErrorPages>/_errors/*'],
    ]);
  });

  it('has no managed policy', () => {
    for (const [, role] of propertiesOf(delivery, 'AWS::IAM::Role'))
      expect(role).not.toHaveProperty('ManagedPolicyArns');
  });

  it('writes logs that expire', () => {
    for (const [, { RetentionInDays }] of propertiesOf(delivery, 'AWS::Logs::LogGroup'))
      expect(RetentionInDays).toBe(90);
  });
});

describe('every bucket of the Delivery stack', () => {
  const buckets = propertiesOf(delivery, 'AWS::S3::Bucket');

  it.each(buckets)('%s is private and encrypted', (_, bucket) => {
    const all = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    expect(bucket.PublicAccessBlockConfiguration).toEqual(all);
    expect(
      bucket.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault
        .SSEAlgorithm,
    ).toBe('AES256');
  });

  it('refuses plain HTTP', () => {
    const denied = propertiesOf(delivery, 'AWS::S3::BucketPolicy').filter(
      ([, { PolicyDocument }]) =>
        PolicyDocument.Statement.some(
          ({ Effect, Condition }: { Effect: string; Condition?: { Bool?: object } }) =>
            Effect === 'Deny' && Condition?.Bool,
        ),
    );
    expect(denied).toHaveLength(buckets.length);
  });

  it('ACLs are for the log bucket alone, which CloudFront writes with one', () => {
    const ownership = Object.fromEntries(
      buckets.map(([name, { OwnershipControls }]) => [
        name,
        OwnershipControls.Rules[0].ObjectOwnership,
      ]),
    );
    expect(ownership).toEqual({ ErrorPages: 'BucketOwnerEnforced', Logs: 'BucketOwnerPreferred' });
  });

  it('access logs expire', () => {
    const logs = new Map(buckets).get('Logs');
    expect(logs.LifecycleConfiguration.Rules).toEqual([
      { Id: 'expire', Status: 'Enabled', ExpirationInDays: 90 },
    ]);
  });

  it('the pages may be read by this distribution only', () => {
    const [, policy] =
      propertiesOf(delivery, 'AWS::S3::BucketPolicy').find(
        ([, { Bucket }]) => flatten(Bucket) === '<ErrorPages>',
      ) ?? [];
    const read = policy.PolicyDocument.Statement.find(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    );
    expect(read).toMatchObject({
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
    });
    expect(flatten(read.Condition.StringEquals['AWS:SourceArn'])).toBe(
      'arn:aws:cloudfront::<AWS::AccountId>:distribution/<Distribution>',
    );
  });
});
