import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { propertiesOf, templatesOf } from '../synthesize.ts';

const { data } = templatesOf(defaultConfig('prod'));
const buckets = new Map(propertiesOf(data, 'AWS::S3::Bucket'));
const tables = new Map(propertiesOf(data, 'AWS::DynamoDB::GlobalTable'));

const reading = {
  AllowedMethods: ['GET', 'HEAD'],
  AllowedOrigins: defaultConfig('prod').allowedOrigins,
  AllowedHeaders: ['range'],
  ExposedHeaders: [
    'Accept-Ranges',
    'Content-Disposition',
    'Content-Length',
    'Content-Range',
    'ETag',
  ],
  MaxAge: 3600,
};

describe('every bucket', () => {
  it.each([...buckets])('%s is private, encrypted and owned by the account', (_, bucket) => {
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
    expect(bucket.OwnershipControls).toEqual({
      Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }],
    });
    expect(bucket).not.toHaveProperty('AccessControl');
    expect(bucket).not.toHaveProperty('BucketName');
  });

  it('refuses plain HTTP', () => {
    const policies = propertiesOf(data, 'AWS::S3::BucketPolicy');
    expect(policies).toHaveLength(buckets.size);
    for (const [, { PolicyDocument }] of policies) {
      const deny = {
        Effect: 'Deny',
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      };
      expect(PolicyDocument.Statement).toContainEqual(expect.objectContaining(deny));
    }
  });
});

describe('the uploads bucket', () => {
  const bucket = buckets.get('Uploads');

  it('keeps versions, so that a pinned source survives being replaced', () => {
    expect(bucket.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });

  it('sweeps temp/ and results of bulk migrations, and nothing else: files, old versions, unfinished uploads, delete markers', () => {
    expect(bucket.LifecycleConfiguration.Rules).toEqual([
      {
        Id: 'sweep-temporary-files',
        Prefix: 'temp/',
        Status: 'Enabled',
        ExpirationInDays: 35,
        NoncurrentVersionExpiration: { NoncurrentDays: 7 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
      {
        Id: 'sweep-bulk-results',
        Prefix: 'bulk-results/',
        Status: 'Enabled',
        ExpirationInDays: 90,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
      {
        Id: 'sweep-delete-markers',
        Prefix: 'temp/',
        Status: 'Enabled',
        ExpiredObjectDeleteMarker: true,
      },
      {
        Id: 'sweep-delete-markers-of-bulk-results',
        Prefix: 'bulk-results/',
        Status: 'Enabled',
        ExpiredObjectDeleteMarker: true,
      },
    ]);
  });

  it('lets browsers PUT with the signed headers and read what proves the upload', () => {
    const [rule] = bucket.CorsConfiguration.CorsRules;
    expect(rule.AllowedMethods).toEqual(['PUT']);
    expect(rule.AllowedOrigins).toEqual(defaultConfig('prod').allowedOrigins);
    expect(rule.AllowedHeaders).toEqual([
      'content-type',
      'if-none-match',
      'x-amz-checksum-crc64nvme',
      'x-amz-checksum-sha256',
    ]);
    expect(rule.ExposedHeaders).toEqual([
      'ETag',
      'x-amz-checksum-crc64nvme',
      'x-amz-checksum-sha256',
      'x-amz-version-id',
    ]);
  });

  it('lets scripts of the configured origins read what is still temporary: whole or in ranges, by a signed URL', () => {
    expect(bucket.CorsConfiguration.CorsRules[1]).toEqual(reading);
    expect(bucket.CorsConfiguration.CorsRules).toHaveLength(2);
  });

  it('tells EventBridge of what arrives, without a function of CDK’s', () => {
    expect(bucket.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
  });

  it('logs who wrote what', () => {
    expect(bucket.LoggingConfiguration).toMatchObject({ LogFilePrefix: 'uploads/' });
  });
});

describe('the files bucket', () => {
  const bucket = buckets.get('Files');

  it('keeps versions', () => {
    expect(bucket.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });

  it('never expires a file: only unfinished copies are aborted', () => {
    expect(bucket.LifecycleConfiguration.Rules).toEqual([
      {
        Id: 'abort-unfinished-copies',
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ]);
  });

  it('is not reachable from browsers where CloudFront serves', () => {
    expect(bucket).not.toHaveProperty('CorsConfiguration');
  });

  it('is read by scripts of the configured origins where it serves itself, and written by none', () => {
    const { delivery, ...others } = defaultConfig('prod');
    const { data: alone } = templatesOf({ ...others, delivery: { ...delivery, enabled: false } });
    const files = new Map(propertiesOf(alone, 'AWS::S3::Bucket')).get('Files');
    expect(files.CorsConfiguration).toEqual({ CorsRules: [reading] });
  });
});

describe('the tables', () => {
  it('tell of changes of uploads, before and after, and of nothing else', () => {
    const streamed = [...tables]
      .filter(([, table]) => table.StreamSpecification)
      .map(([name]) => name);
    expect(streamed).toEqual(['UploadsTable']);
    expect(tables.get('UploadsTable').StreamSpecification).toEqual({
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    });
  });

  it.each([...tables])('%s is on demand, restorable, protected and expires by ttl', (_, table) => {
    expect(table.BillingMode).toBe('PAY_PER_REQUEST');
    expect(table.TimeToLiveSpecification).toEqual({ AttributeName: 'ttl', Enabled: true });
    expect(table.Replicas).toHaveLength(1);
    expect(table.Replicas[0]).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it.each([
    [
      'UploadsTable',
      ['uploadId'],
      [
        ['by-owner', 'ownerId', 'position'],
        ['by-partner', 'partnerId', 'position'],
        ['by-category', 'categoryShard', 'position'],
        ['by-status', 'statusShard', 'position'],
        ['by-expiry', 'expiryShard', 'expiryPosition'],
        ['by-legacy-path', 'legacyPath', 'position'],
      ],
    ],
    [
      'OrdersTable',
      ['orderId', 'item'],
      [
        ['attention', 'attention', 'updatedAt'],
        ['by-owner', 'ownerId', 'createdAt'],
        ['held-payments', 'held', 'updatedAt'],
      ],
    ],
    [
      'JobsTable',
      ['jobId'],
      [
        ['by-owner', 'ownerId', 'position'],
        ['attention', 'attention', 'updatedAt'],
        ['by-status', 'statusShard', 'position'],
      ],
    ],
    [
      'SessionsTable',
      ['tokenHash'],
      [
        ['claimed', 'claimed', 'claimedAt'],
        ['by-claimer', 'claimedBy', 'claimedAt'],
      ],
    ],
    [
      'LinksTable',
      ['tokenHash'],
      [
        ['by-order', 'orderId', 'createdAt'],
        ['by-owner', 'ownerId', 'createdAt'],
      ],
    ],
    ['BatchesTable', ['batchId', 'item'], [['by-creation', 'kind', 'createdAt']]],
    ['StatsTable', ['scope', 'counter'], []],
    ['QuotasTable', ['counter'], []],
    ['ErasuresTable', ['uploadId'], [['by-time', 'list', 'position']]],
  ])('%s has its keys, and indexes of keys alone', (name, keys, indexes) => {
    type Key = { AttributeName: string };
    type Index = { IndexName: string; KeySchema: Key[]; Projection: { ProjectionType: string } };
    const table = tables.get(name);
    const names = (schema: Key[]) => schema.map(({ AttributeName }) => AttributeName);
    const found: Index[] = table.GlobalSecondaryIndexes ?? [];
    expect(names(table.KeySchema)).toEqual(keys);
    expect(found.map(({ IndexName, KeySchema }) => [IndexName, ...names(KeySchema)])).toEqual(
      indexes,
    );
    expect(found.filter(({ Projection }) => Projection.ProjectionType !== 'KEYS_ONLY')).toEqual([]);
  });
});
