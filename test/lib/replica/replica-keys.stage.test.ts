import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../../lib/config.ts';
import { damageBetween, statefulShape } from '../../../lib/stateful-shape.ts';
import { everyStack, everythingConfig, replicaConfig } from '../every-stack.ts';
import { permissionsOf, statementsOf } from '../roles/permissions.ts';
import { flatten, propertiesOf } from '../synthesize.ts';

const stageWith = (tables: 'global' | 'export' | undefined) =>
  parseConfig('prod', {
    ...everythingConfig,
    replica: { region: 'eu-west-1', ...(tables && { tables }) },
    ownKeys: {},
  });
const stacks = everyStack(stageWith('global'));
const exporting = everyStack(stageWith('export'));
const of = (name: string, all = stacks) => {
  const template = all[name];
  if (template === undefined) throw new Error(`no stack ${name}`);
  return template;
};
const there = 'arn:aws:s3:::keepsake-prod-replica-111111111111-eu-west-1';
const aliasThere = (purpose: string) =>
  `arn:aws:kms:eu-west-1:111111111111:alias/keepsake-prod-${purpose}`;

const keysOf = (all = stacks) =>
  new Map(
    propertiesOf(of('replica', all), 'AWS::KMS::Key').map(([, key]) => [
      key.Description.split(': ')[1],
      key,
    ]),
  );
const policyOf = (purpose: string, all = stacks) => keysOf(all).get(purpose).KeyPolicy.Statement;

const bucketThere = (name: string, all = stacks) => {
  const [, bucket] =
    propertiesOf(of('replica', all), 'AWS::S3::Bucket').find(([, { BucketName }]) =>
      BucketName?.includes(`-${name}-`),
    ) ?? [];
  return bucket.BucketEncryption.ServerSideEncryptionConfiguration[0];
};

const rule = () => {
  const [, files] =
    propertiesOf(of('data'), 'AWS::S3::Bucket').find(([id]) => id === 'Files') ?? [];
  return files.ReplicationConfiguration.Rules[0];
};

const kmsRights = () =>
  statementsOf(of('data'), '<FilesReplication>').filter(({ Action }) =>
    [Action].flat().some((action) => action.startsWith('kms:')),
  );

describe('keys of the stage’s own in the second region', () => {
  it('are one for files and one for records there, and rotate like the others', () => {
    expect([...keysOf().keys()]).toEqual(['replica-files', 'replica-records']);
    for (const key of keysOf().values()) expect(key.EnableKeyRotation).toBe(true);
    const aliases = propertiesOf(of('replica'), 'AWS::KMS::Alias').map(
      ([, { AliasName }]) => AliasName,
    );
    expect(aliases).toEqual(
      ['replica-files', 'replica-records'].map((end) => `alias/keepsake-prod-${end}`),
    );
  });

  it('are only what is needed there: no key for records where none lie', () => {
    expect([...keysOf(everyStack(stageWith(undefined))).keys()]).toEqual(['replica-files']);
    expect([...keysOf(exporting).keys()]).toEqual(['replica-files', 'replica-records']);
    const without = everyStack(replicaConfig);
    expect(keysOf(without).size).toBe(0);
    expect(JSON.stringify(of('data', without).toJSON())).not.toMatch(/kms/i);
  });

  it('outlive the stack, as old copies need them', () => {
    for (const key of Object.values(of('replica').findResources('AWS::KMS::Key')))
      expect(key.DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  it('encrypt the copies, asking KMS once for many', () => {
    expect(bucketThere('replica')).toMatchObject({
      BucketKeyEnabled: true,
      ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' },
    });
    const key = bucketThere('replica').ServerSideEncryptionByDefault.KMSMasterKeyID;
    expect(flatten(key)).toContain('Keysreplicafiles');
  });

  it('serve callers of the account through S3 of that region alone', () => {
    const [through, ...others] = policyOf('replica-files').filter(
      ({ Principal }: { Principal: { AWS?: unknown } }) => Principal.AWS === '*',
    );
    expect(others).toEqual([]);
    expect(through.Condition.StringEquals).toEqual({
      'kms:CallerAccount': '111111111111',
      'kms:ViaService': ['s3.eu-west-1.amazonaws.com'],
    });
  });

  it('let the one distribution decrypt copies when it fails over, and no record', () => {
    const readers = (purpose: string) =>
      policyOf(purpose).filter((one: unknown) => JSON.stringify(one).includes('cloudfront'));
    expect(readers('replica-files')).toMatchObject([
      {
        Action: 'kms:Decrypt',
        Condition: { StringEquals: { 'aws:SourceArn': expect.stringMatching(/E2QWRUHAPOMQZL$/) } },
      },
    ]);
    expect(readers('replica-records')).toEqual([]);
  });
});

describe('replication of files under keys of the stage’s own', () => {
  it('takes encrypted files along, and encrypts the copies with the key there', () => {
    expect(rule().SourceSelectionCriteria).toEqual({
      SseKmsEncryptedObjects: { Status: 'Enabled' },
    });
    const { ReplicaKmsKeyID } = rule().Destination.EncryptionConfiguration;
    expect(flatten(ReplicaKmsKeyID)).toBe(aliasThere('replica-files'));
  });

  it('decrypts here and encrypts there, each through S3 for its own bucket', () => {
    const [decrypts, encrypts, ...others] = kmsRights();
    expect(others).toEqual([]);
    expect(decrypts?.Action).toBe('kms:Decrypt');
    expect(flatten(decrypts?.Resource)).toContain('Keysfiles');
    expect(decrypts?.Condition).toMatchObject({
      StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
    });
    expect(encrypts).toMatchObject({
      Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
      Condition: {
        StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/keepsake-prod-replica-files' },
      },
    });
    const contexts = [decrypts, encrypts].map((one) => {
      const condition = one?.Condition as { StringLike: Record<string, unknown[]> } | undefined;
      return condition?.StringLike['kms:EncryptionContext:aws:s3:arn']?.map(flatten);
    });
    expect(contexts).toEqual([
      ['<Files>', '<Files>/*'],
      [there, `${there}/*`],
    ]);
    expect(flatten(encrypts?.Resource)).toBe('arn:aws:kms:eu-west-1:111111111111:key/*');
  });

  it('still deletes nowhere', () => {
    const rights = permissionsOf(of('data'), '<FilesReplication>');
    expect(rights.filter((right) => /delete/i.test(right))).toEqual([]);
    expect(kmsRights()).toHaveLength(2);
  });
});

describe('records under keys of the stage’s own', () => {
  it('have a key of their region in every replica of every table', () => {
    for (const [id, table] of propertiesOf(of('data'), 'AWS::DynamoDB::GlobalTable')) {
      expect([id, table.SSESpecification]).toEqual([id, { SSEEnabled: true, SSEType: 'KMS' }]);
      const keys = table.Replicas.map((one: { Region: string; SSESpecification: object }) => [
        one.Region,
        flatten(Object.values(one.SSESpecification)[0]),
      ]);
      expect(Object.fromEntries(keys)).toEqual({
        'eu-west-1': aliasThere('replica-records'),
        'eu-central-1': expect.stringContaining('Keysrecords'),
      });
    }
  });

  it('are written to and from either region by DynamoDB alone', () => {
    const both = ['eu-west-1', 'eu-central-1'].map((region) => `dynamodb.${region}.amazonaws.com`);
    const through = policyOf('replica-records').find(
      ({ Principal }: { Principal: { AWS?: unknown } }) => Principal.AWS === '*',
    );
    expect(through.Condition.StringEquals['kms:ViaService']).toEqual(both);
    expect(through.Action).toContain('kms:CreateGrant');
  });

  it('are exported under the key of the bucket there', () => {
    const inputs = propertiesOf(of('service', exporting), 'AWS::Scheduler::Schedule')
      .filter(([, { Target }]) => flatten(Target.Arn).endsWith(':exportTableToPointInTime'))
      .map(([, { Target }]) => JSON.parse(flatten(Target.Input)));
    expect(inputs.length).toBeGreaterThan(5);
    for (const input of inputs)
      expect(input).toMatchObject({
        S3SseAlgorithm: 'KMS',
        S3SseKmsKeyId: aliasThere('replica-records'),
      });
    const key = bucketThere('tables', exporting).ServerSideEncryptionByDefault.KMSMasterKeyID;
    expect(flatten(key)).toContain('Keysreplicarecords');
  });
});

describe('a stage that exists', () => {
  it('gets keys, or a second region, without a bucket or a table replaced', () => {
    const shape = (all: typeof stacks) =>
      statefulShape(
        Object.fromEntries(Object.entries(all).map(([name, one]) => [name, one.toJSON() as never])),
      );
    const after = shape(stacks);
    expect(damageBetween(shape(everyStack(replicaConfig)), after)).toEqual([]);
    const keysAlone = parseConfig('prod', { ...everythingConfig, ownKeys: {} });
    expect(damageBetween(shape(everyStack(keysAlone)), after)).toEqual([]);
  });
});
