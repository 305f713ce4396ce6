import { describe, expect, it } from '@jest/globals';
import { defaultConfig, parseConfig } from '../../../lib/config.ts';
import { damageBetween, statefulShape } from '../../../lib/stateful-shape.ts';
import { everyStack, everythingConfig, replicaConfig } from '../every-stack.ts';
import { permissionsOf } from '../roles/permissions.ts';
import { flatten, functionsOf, propertiesOf, templatesOf } from '../synthesize.ts';

const there = 'keepsake-prod-replica-111111111111-eu-west-1';
const stacks = everyStack(replicaConfig);
const before = everyStack(everythingConfig);
const of = (name: string, all = stacks) => {
  const template = all[name];
  if (template === undefined) throw new Error(`no stack ${name}`);
  return template;
};
const tablesIn = (all: typeof stacks) =>
  propertiesOf(of('data', all), 'AWS::DynamoDB::GlobalTable').map(([, table]) => table);

const filesAlone = parseConfig('prod', { ...everythingConfig, replica: { region: 'eu-west-1' } });

describe('a stage with a second region', () => {
  it('replicates every new version of the files bucket, and no removal', () => {
    const [[, files] = ['', undefined]] = propertiesOf(of('data'), 'AWS::S3::Bucket').filter(
      ([id]) => id === 'Files',
    );
    const { Role: role, Rules: rules } = files.ReplicationConfiguration;
    expect(flatten(role)).toBe('<FilesReplication>');
    expect(rules).toEqual([
      {
        Id: 'everything',
        Status: 'Enabled',
        Priority: 1,
        Filter: { Prefix: '' },
        DeleteMarkerReplication: { Status: 'Disabled' },
        Destination: {
          Bucket: expect.anything(),
          Metrics: { Status: 'Enabled', EventThreshold: { Minutes: 15 } },
        },
      },
    ]);
    expect(flatten(rules[0].Destination.Bucket)).toBe(`arn:aws:s3:::${there}`);
  });

  it('has a role for S3 that reads here, writes there, and deletes nowhere', () => {
    expect(permissionsOf(of('data'), '<FilesReplication>')).toEqual([
      's3:GetReplicationConfiguration <Files>',
      's3:ListBucket <Files>',
      's3:GetObjectVersionAcl <Files>/*',
      's3:GetObjectVersionForReplication <Files>/*',
      's3:GetObjectVersionTagging <Files>/*',
      `s3:ReplicateObject arn:aws:s3:::${there}/*`,
      `s3:ReplicateTags arn:aws:s3:::${there}/*`,
    ]);
  });

  it('keeps the copy in a private, versioned bucket that outlives its stack', () => {
    const buckets = of('replica').findResources('AWS::S3::Bucket');
    const [files] = Object.values(buckets).filter(
      ({ Properties }) => Properties.VersioningConfiguration,
    );
    expect(files).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketName: there,
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      },
    });
  });

  it('has every table in both regions, each restorable, and only where that is asked for', () => {
    for (const { Replicas, StreamSpecification } of tablesIn(stacks)) {
      expect(Replicas.map(({ Region }: { Region: string }) => Region).sort()).toEqual([
        'eu-central-1',
        'eu-west-1',
      ]);
      for (const { PointInTimeRecoverySpecification: kept, DeletionProtectionEnabled } of Replicas)
        expect([kept.PointInTimeRecoveryEnabled, DeletionProtectionEnabled]).toEqual([true, true]);
      expect(StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
    }
    const regions = tablesIn(everyStack(filesAlone)).flatMap(({ Replicas }) => Replicas);
    expect(regions).toHaveLength(tablesIn(before).length);
  });

  it('gets replicas of tables without another change: CloudFormation allows no other', () => {
    const others = (all: typeof stacks) =>
      tablesIn(all).map(({ Replicas: _all, ...table }) => table);
    expect(others(stacks)).toEqual(others(everyStack(filesAlone)));
  });

  it('replaces nothing that is there when it is switched on later', () => {
    const shape = (all: typeof stacks) =>
      statefulShape(
        Object.fromEntries(Object.entries(all).map(([name, one]) => [name, one.toJSON() as never])),
      );
    expect(damageBetween(shape(before), shape(stacks))).toEqual([]);
  });

  it('serves from there when storage here answers 5xx, and never after 403 or 404', () => {
    const [[, { DistributionConfig: config }] = ['', { DistributionConfig: undefined }]] =
      propertiesOf(of('delivery'), 'AWS::CloudFront::Distribution');
    const [group] = config.OriginGroups.Items;
    expect(group.FailoverCriteria.StatusCodes.Items).toEqual([500, 502, 503, 504]);
    const fallback = group.Members.Items[1].OriginId;
    const origin = config.Origins.find(({ Id }: { Id: string }) => Id === fallback);
    expect(flatten(origin.DomainName)).toContain(`${there}.s3.eu-west-1.`);
    expect(origin.OriginAccessControlId).toBeDefined();
    expect(config.DefaultCacheBehavior.TargetOriginId).toBe(group.Id);
    const [policy] = propertiesOf(of('replica'), 'AWS::S3::BucketPolicy')
      .map(([, each]) => JSON.stringify(each))
      .filter((text) => text.includes('CloudFrontReads'));
    expect(policy).toContain('E2QWRUHAPOMQZL');
  });

  it('tells of lag in the region of the copy, where S3 does', () => {
    const [[, alarm] = ['', undefined]] = propertiesOf(of('replica'), 'AWS::CloudWatch::Alarm');
    expect(alarm).toMatchObject({ Threshold: 900, EvaluationPeriods: 3 });
    expect(alarm.Metrics[0].Expression).toContain(`DestinationBucket = '${there}'`);
    expect(alarm.AlarmActions).toHaveLength(1);
  });
});

describe('the second region', () => {
  const removing = [
    ['erase', 's3:DeleteObjectVersion'],
    ['upkeep', 's3:DeleteObjectVersion'],
    ['remove-copies', 's3:DeleteObjectVersion'],
    ['serve-promotions', 's3:DeleteObjectVersion'],
    ['receive-verdict', 's3:DeleteObject'],
  ] as const;

  it.each(removing)('%s removes there what it removes here', (name, action) => {
    const { Role, Environment } = functionsOf(of('service')).get(name);
    expect(permissionsOf(of('service'), flatten(Role))).toContain(
      `${action} arn:aws:s3:::${there}/*`,
    );
    expect(Environment.Variables.REPLICA_REGION).toBe('eu-west-1');
  });

  it('is written by no function, and read by the comparison alone', () => {
    const rights = [...functionsOf(of('service'))].flatMap(([name, { Role }]) =>
      permissionsOf(of('service'), flatten(Role)).map((right) => `${name} ${right}`),
    );
    const bytes = rights.filter((right) => / s3:(Get|Put)/.test(right) && right.includes(there));
    expect(bytes).toEqual([
      `check-integrity s3:GetObject arn:aws:s3:::${there}/*`,
      `check-integrity s3:GetObjectVersion arn:aws:s3:::${there}/*`,
    ]);
    expect(rights).toContain(`check-integrity s3:ListBucketVersions arn:aws:s3:::${there}`);
  });

  it('has an alarm for differences, where it is compared', () => {
    const alarmsOf = (all: typeof stacks) =>
      propertiesOf(of('observability', all), 'AWS::CloudWatch::Alarm')
        .map(([, { AlarmName }]) => AlarmName)
        .filter((name: string) => name.includes('replica'));
    expect(alarmsOf(stacks)).toEqual(['keepsake-prod-replica-differs']);
    expect(alarmsOf(before)).toEqual([]);
  });

  it('is unknown to a stage without one', () => {
    expect(templatesOf(defaultConfig('prod')).replica).toBeUndefined();
    expect(JSON.stringify(of('service', before).toJSON())).not.toContain('REPLICA_');
  });

  it.each([
    ['EU West', 'the name of a region'],
    ['eu-central', 'the name of a region'],
  ])('is not %s', (region, words) => {
    expect(() => parseConfig('prod', { ...everythingConfig, replica: { region } })).toThrow(words);
  });
});
