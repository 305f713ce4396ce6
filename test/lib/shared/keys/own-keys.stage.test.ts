import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { defaultConfig, parseConfig } from '../../../../lib/config.ts';
import { damageBetween, statefulShape, type TemplateJson } from '../../../../lib/stateful-shape.ts';
import { everyStack, everythingConfig } from '../../every-stack.ts';
import { flatten, propertiesOf } from '../../synthesize.ts';

const ownKeys = { rotationDays: 180 };
const on = everyStack(parseConfig('prod', { ...everythingConfig, ownKeys }));
const off = everyStack(everythingConfig);

const of = (stacks: Record<string, Template>, type: string) =>
  Object.values(stacks).flatMap((template) => propertiesOf(template, type));

const jsonOf = (stacks: Record<string, Template>): Record<string, TemplateJson> =>
  Object.fromEntries(
    Object.entries(stacks).map(([name, template]) => [name, template.toJSON() as TemplateJson]),
  );

type Statement = { Principal: Record<string, unknown>; Action: string[]; Condition: never };

const policyOf = (purpose: string): Statement[] => {
  const [, key] =
    of(on, 'AWS::KMS::Key').find(([, { Description }]) => Description.endsWith(`: ${purpose}`)) ??
    [];
  return key.KeyPolicy.Statement;
};

/** What a service of AWS may do with a key in its own name, and on which condition. */
const serviceIn = (purpose: string, service: RegExp) =>
  policyOf(purpose).find(({ Principal }) =>
    [Principal.Service].flat().some((name) => service.test(flatten(name))),
  );

const regional = (service: string) => `${service}.eu-central-1.amazonaws.com`;

describe('a stage without keys of its own', () => {
  it('has no key', () => {
    expect(of(off, 'AWS::KMS::Key')).toEqual([]);
    expect(JSON.stringify(jsonOf(off))).not.toContain('KmsMasterKeyId');
  });
});

describe('a stage with keys of its own', () => {
  it('has one for each kind of what it stores, and they rotate', () => {
    const keys = of(on, 'AWS::KMS::Key').map(([, key]) => key);
    expect(keys.map(({ Description }) => Description.split(': ')[1]).sort()).toEqual([
      'files',
      'messages',
      'records',
      'uploads',
    ]);
    for (const key of keys)
      expect(key).toMatchObject({ EnableKeyRotation: true, RotationPeriodInDays: 180 });
    const aliases = of(on, 'AWS::KMS::Alias').map(([, { AliasName }]) => AliasName);
    expect(aliases).toContain('alias/keepsake-prod-messages');
  });

  it('keeps its keys whatever becomes of the stacks', () => {
    const keys = Object.values(jsonOf(on)).flatMap(({ Resources }) =>
      Object.values(Resources).filter(({ Type }) => Type === 'AWS::KMS::Key'),
    );
    for (const { DeletionPolicy } of keys) expect(DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  it.each([
    ['Uploads', 'uploads'],
    ['Files', 'files'],
  ])('encrypts the bucket %s by default, asking KMS once for many objects', (id, purpose) => {
    const [, bucket] = of(on, 'AWS::S3::Bucket').find(([name]) => name.startsWith(id)) ?? [];
    const [rule] = bucket.BucketEncryption.ServerSideEncryptionConfiguration;
    expect(rule).toMatchObject({
      BucketKeyEnabled: true,
      ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' },
    });
    expect(flatten(rule.ServerSideEncryptionByDefault.KMSMasterKeyID)).toContain(`Keys${purpose}`);
  });

  it('leaves access logs to S3’s own key: S3 writes them to no other', () => {
    const [, logs] = of(on, 'AWS::S3::Bucket').find(([id]) => id.startsWith('AccessLogs')) ?? [];
    expect(JSON.stringify(logs.BucketEncryption)).toContain('AES256');
  });

  it('encrypts every table, queue, topic and log group of its own', () => {
    for (const [id, table] of of(on, 'AWS::DynamoDB::GlobalTable')) {
      expect([id, table.SSESpecification]).toEqual([id, { SSEEnabled: true, SSEType: 'KMS' }]);
      const [replica] = table.Replicas;
      expect(flatten(replica.SSESpecification.KMSMasterKeyId)).toContain('Keysrecords');
    }
    for (const [id, queue] of of(on, 'AWS::SQS::Queue'))
      expect([id, queue]).toEqual([
        id,
        expect.objectContaining({
          KmsMasterKeyId: expect.anything(),
          SqsManagedSseEnabled: false,
        }),
      ]);
    const { service, operators, refunds, webhooks, variants, observability } = on;
    const own = { service, operators, refunds, webhooks, variants, observability } as Record<
      string,
      Template
    >;
    for (const [id, topic] of of(own, 'AWS::SNS::Topic'))
      expect([id, topic.KmsMasterKeyId]).not.toEqual([id, undefined]);
    for (const [id, logs] of of(own, 'AWS::Logs::LogGroup'))
      expect([id, logs.KmsKeyId]).not.toEqual([id, undefined]);
  });

  it('replaces and drops nothing that is stateful', () => {
    const [before, after] = [statefulShape(jsonOf(off)), statefulShape(jsonOf(on))];
    expect(damageBetween(before, after)).toEqual([]);
    expect(damageBetween(after, before).length).toBe(4);
  });

  it('gives no role another right: a key is used through its service alone', () => {
    const roles = (stacks: Record<string, Template>) =>
      of(stacks, 'AWS::IAM::Role').map(([id]) => id);
    expect(roles(on)).toEqual(roles(off));
    expect(JSON.stringify(of(on, 'AWS::IAM::Role'))).not.toContain('kms:');
    expect(JSON.stringify(of(on, 'AWS::IAM::Policy'))).not.toContain('kms:');
  });

  it('leaves the policies of queues as they are', () => {
    const policies = (stacks: Record<string, Template>) => of(stacks, 'AWS::SQS::QueuePolicy');
    expect(policies(on)).toEqual(policies(off));
  });

  it.each([
    ['uploads', ['s3']],
    ['files', ['s3']],
    ['records', ['dynamodb']],
    ['messages', ['sqs', 'sns', 'secretsmanager']],
  ])('the key of %s serves callers of the account through %j', (purpose, services) => {
    const [through, ...others] = policyOf(purpose).filter(({ Principal }) => Principal.AWS === '*');
    expect(others).toEqual([]);
    expect(through?.Condition).toHaveProperty('StringEquals', {
      'kms:CallerAccount': '111111111111',
      'kms:ViaService': services.map(regional),
    });
    expect(through?.Action.includes('kms:CreateGrant')).toBe(purpose === 'records');
  });

  it('lets CloudFront read permanent files for its one distribution, and nothing else', () => {
    expect(serviceIn('files', /^cloudfront/)).toMatchObject({
      Action: 'kms:Decrypt',
      Condition: {
        StringEquals: {
          'aws:SourceArn': expect.stringMatching(/:distribution\/E2QWRUHAPOMQZL$/),
        },
      },
    });
    for (const purpose of ['uploads', 'records', 'messages'])
      expect(serviceIn(purpose, /^cloudfront/)).toBeUndefined();
  });

  it.each(['events', 'cloudwatch'])('lets %s send for this account alone', (service) => {
    expect(serviceIn('messages', new RegExp(`^${service}`))).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
    });
  });

  it('lets CloudWatch Logs encrypt log groups of this account alone', () => {
    expect(serviceIn('messages', /^logs\./)?.Condition).toEqual({
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': expect.stringMatching(
          /:logs:eu-central-1:111111111111:log-group:\*$/,
        ),
      },
    });
  });
});

describe('the setting', () => {
  it.each([89, 2561, 90.5])('refuses %p days', (rotationDays) => {
    const stage = { ...defaultConfig('prod'), ownKeys: { rotationDays } };
    expect(() => parseConfig('prod', stage)).toThrow(/rotationDays/);
  });
});
