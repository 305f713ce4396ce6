import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Annotations, Match, type Template } from 'aws-cdk-lib/assertions';
import { parseConfig } from '../../../../lib/config.ts';
import { damageBetween, statefulShape, type TemplateJson } from '../../../../lib/stateful-shape.ts';
import { everyStack, everythingConfig } from '../../every-stack.ts';
import { permissionsOf, statementsOf } from '../../roles/permissions.ts';
import { flatten, keepsake, propertiesOf } from '../../synthesize.ts';

const keyIn = (region: string) =>
  `arn:aws:kms:${region}:111111111111:key/0b2f6a1e-5f0e-4c8e-9d2a-3f1c7b9e4d10`;
const keyArn = keyIn('eu-central-1');
const replicaKeyArn = keyIn('eu-west-1');

const stageWith = (ownKeys: object | undefined, more: object = {}) =>
  parseConfig('prod', { ...everythingConfig, ...more, ...(ownKeys && { ownKeys }) });

const replica = { region: 'eu-west-1', tables: 'global' };
const given = everyStack(stageWith({ keyArn }));
const own = everyStack(stageWith({}));
const none = everyStack(everythingConfig);
const both = everyStack(stageWith({ keyArn, replicaKeyArn }, { replica }));
const mixed = everyStack(stageWith({ keyArn }, { replica }));

type Stacks = Record<string, Template>;
type Statement = { Principal: unknown; Action: string | string[]; Condition?: unknown };

const of = (stacks: Stacks, type: string) =>
  Object.values(stacks).flatMap((template) => propertiesOf(template, type));

const named = (stacks: Stacks, name: string): Template => {
  const template = stacks[name];
  if (template === undefined) throw new Error(`no stack ${name}`);
  return template;
};

const shapeOf = (stacks: Stacks) =>
  statefulShape(
    Object.fromEntries(
      Object.entries(stacks).map(([name, template]) => [name, template.toJSON() as TemplateJson]),
    ),
  );

const neededIn = (stacks: Stacks, name: string): Statement[] => {
  const output = named(stacks, name).findOutputs('keyPolicy').keyPolicy;
  return output === undefined ? [] : JSON.parse(output.Value);
};

/** One line for every action that a principal may do on one condition value. */
const rightsIn = (statements: Statement[]): string[] =>
  statements.flatMap(({ Principal, Action, Condition }) => {
    const conditions = Object.entries((Condition ?? {}) as Record<string, Record<string, unknown>>)
      .flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, of]) => ({ operator, key, of })),
      )
      .filter(({ key }) => key !== 'kms:ViaService')
      .map(({ operator, key, of }) => `${operator} ${key} ${flatten(of)}`);
    const services = /"kms:ViaService":(\[[^\]]*\])/.exec(JSON.stringify(Condition ?? {}))?.[1];
    return JSON.parse(services ?? '["-"]').flatMap((service: string) =>
      [Action]
        .flat()
        .map((action) => [JSON.stringify(Principal), action, service, ...conditions].join(' ')),
    );
  });

const ownRights = (stacks: Stacks, name: string): string[] =>
  propertiesOf(named(stacks, name), 'AWS::KMS::Key').flatMap(([, { KeyPolicy }]) =>
    rightsIn(
      KeyPolicy.Statement.filter(
        (one: Statement) => !JSON.stringify(one.Principal).includes(':root'),
      ),
    ),
  );

describe('a stage with a key of its account’s', () => {
  it('makes none', () => {
    expect(of(given, 'AWS::KMS::Key')).toEqual([]);
    expect(of(given, 'AWS::KMS::Alias')).toEqual([]);
  });

  it('encrypts with it what keys of its own would encrypt', () => {
    const used = (stacks: Stacks) =>
      (
        JSON.stringify(Object.values(stacks).map((one) => one.toJSON())).match(
          /"(?:KMSMasterKeyID|KMSMasterKeyId|KmsMasterKeyId|KmsKeyId)":/g,
        ) ?? []
      ).sort();
    expect(used(given)).toEqual(used(own));
    expect(new Set(used(given)).size).toBe(4);
    for (const [id, queue] of of(given, 'AWS::SQS::Queue'))
      expect([id, queue.KmsMasterKeyId]).toEqual([id, keyArn]);
    for (const [id, { Replicas }] of of(given, 'AWS::DynamoDB::GlobalTable'))
      expect([id, Replicas[0].SSESpecification.KMSMasterKeyId]).toEqual([id, keyArn]);
    const buckets = of(given, 'AWS::S3::Bucket').filter(([id]) => /^(Uploads|Files)$/.test(id));
    for (const [, { BucketEncryption }] of buckets)
      expect(BucketEncryption.ServerSideEncryptionConfiguration).toEqual([
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn },
        },
      ]);
    expect(buckets).toHaveLength(2);
  });

  it('gives no role a right on it: its policy lets callers through their services', () => {
    expect(JSON.stringify(of(given, 'AWS::IAM::Role'))).not.toContain('kms:');
    expect(JSON.stringify(of(given, 'AWS::IAM::Policy'))).not.toContain('kms:');
  });

  it('says what the key’s policy must hold: all that policies of its own keys say, no more', () => {
    const ours = [...ownRights(own, 'data'), ...ownRights(own, 'service')];
    expect(ours.length).toBeGreaterThan(30);
    expect(new Set(rightsIn(neededIn(given, 'data')))).toEqual(new Set(ours));
    expect(neededIn(given, 'service')).toEqual([]);
  });

  it('says it as the documents print it', () => {
    const page = readFileSync(new URL('../../../../docs/aws/own-keys.md', import.meta.url), 'utf8');
    const printed = /^```json\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? 'null';
    expect(JSON.parse(printed)).toEqual(neededIn(given, 'data'));
  });

  it('lets DynamoDB alone make grants', () => {
    const [grants, ...others] = neededIn(given, 'data').filter(({ Action }) =>
      Action.includes('kms:CreateGrant'),
    );
    expect(others).toEqual([]);
    expect(grants?.Condition).toHaveProperty(
      ['StringEquals', 'kms:ViaService'],
      ['dynamodb.eu-central-1.amazonaws.com'],
    );
  });

  it('says so at synthesis, too', () => {
    const { data } = keepsake(stageWith({ keyArn }));
    const said = Match.stringLikeRegexp(`^The policy of ${keyArn} is yours.*output keyPolicy`);
    expect(Annotations.fromStack(data).findInfo('*', said)).toHaveLength(1);
  });

  it('says nothing of the kind without one', () => {
    for (const stacks of [own, none])
      for (const template of Object.values(stacks))
        expect(template.findOutputs('keyPolicy')).toEqual({});
  });

  it('replaces nothing that is stateful, whatever key it had before', () => {
    expect(damageBetween(shapeOf(none), shapeOf(given))).toEqual([]);
    const lost = damageBetween(shapeOf(own), shapeOf(given));
    expect(lost).toHaveLength(4);
    for (const damage of lost) expect(JSON.stringify(damage)).toMatch(/key/i);
  });
});

describe('a second region', () => {
  const kmsRights = (stacks: Stacks) =>
    statementsOf(named(stacks, 'data'), '<FilesReplication>').filter(({ Action }) =>
      [Action].flat().some((action) => action.startsWith('kms:')),
    );

  it('has keys of the stage’s own when it was given none', () => {
    expect(propertiesOf(named(mixed, 'replica'), 'AWS::KMS::Key')).toHaveLength(2);
    expect(neededIn(mixed, 'replica')).toEqual([]);
  });

  it('uses the key that it was given for copies and records', () => {
    expect(of(both, 'AWS::KMS::Key')).toEqual([]);
    const [, files] =
      propertiesOf(named(both, 'data'), 'AWS::S3::Bucket').find(([id]) => id === 'Files') ?? [];
    expect(files.ReplicationConfiguration.Rules[0].Destination.EncryptionConfiguration).toEqual({
      ReplicaKmsKeyID: replicaKeyArn,
    });
    for (const [id, { Replicas }] of of(both, 'AWS::DynamoDB::GlobalTable'))
      expect([
        id,
        Replicas.map(
          (one: { SSESpecification: { KMSMasterKeyId: string } }) =>
            one.SSESpecification.KMSMasterKeyId,
        ),
      ]).toEqual([id, [replicaKeyArn, keyArn]]);
  });

  it('lets S3 replicate with these two keys, each for its own bucket', () => {
    const [decrypts, encrypts, ...others] = kmsRights(both);
    expect(others).toEqual([]);
    expect(decrypts).toMatchObject({ Action: 'kms:Decrypt', Resource: keyArn });
    expect(encrypts?.Resource).toBe(replicaKeyArn);
    expect(JSON.stringify(encrypts?.Condition)).not.toContain('ResourceAliases');
    expect(encrypts?.Condition).toHaveProperty(
      ['StringEquals', 'kms:ViaService'],
      's3.eu-west-1.amazonaws.com',
    );
    const rights = permissionsOf(named(both, 'data'), '<FilesReplication>');
    expect(rights.filter((right) => /delete/i.test(right))).toEqual([]);
  });

  it('says what either policy must hold', () => {
    const ours = everyStack(stageWith({}, { replica }));
    expect(new Set(rightsIn(neededIn(both, 'replica')))).toEqual(
      new Set(ownRights(ours, 'replica')),
    );
    expect(new Set(rightsIn(neededIn(both, 'data')))).toEqual(
      new Set([...ownRights(ours, 'data'), ...ownRights(ours, 'service')]),
    );
  });
});
