import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../../lib/config.ts';
import { stageTables } from '../../../lib/shared/stage-data.ts';
import { everyStack, everythingConfig } from '../every-stack.ts';
import { permissionsOf } from '../roles/permissions.ts';
import { flatten, propertiesOf } from '../synthesize.ts';

const config = parseConfig('prod', {
  ...everythingConfig,
  replica: { region: 'eu-west-1', tables: 'export' },
});
const { service, replica, data } = everyStack(config);
if (!service || !replica || !data) throw new Error('a stack is missing');
const bucket = 'keepsake-prod-tables-111111111111-eu-west-1';

const exports = propertiesOf(service, 'AWS::Scheduler::Schedule').flatMap(
  ([, { Target, ...rest }]) =>
    Target.Arn === undefined || !flatten(Target.Arn).endsWith('dynamodb:exportTableToPointInTime')
      ? []
      : [{ ...rest, target: Target, input: JSON.parse(flatten(Target.Input)) }],
);

describe('the export of the tables', () => {
  it('copies every table into the second region once a day', () => {
    const tables = propertiesOf(data, 'AWS::DynamoDB::GlobalTable');
    expect(exports.map(({ input }) => input.S3Prefix)).toEqual([...stageTables]);
    expect(new Set(exports.map(({ input }) => input.TableArn)).size).toBe(tables.length);
    for (const { ScheduleExpression, input, target } of exports) {
      expect([ScheduleExpression, input.S3Bucket]).toEqual(['rate(1 day)', bucket]);
      expect(input.ClientToken).toBe('<aws.scheduler.execution-id>');
      expect(flatten(target.DeadLetterConfig.Arn)).toBe('<TableExportsDeadLettersQueue>');
    }
  });

  it('has a role that exports these tables into that bucket, and nothing else', () => {
    const [{ target } = { target: {} }] = exports;
    const role = flatten(target.RoleArn);
    const rights = permissionsOf(service, role);
    const [exported, rest] = [/^dynamodb:ExportTableToPointInTime /, /^(?!dynamodb:Export)/].map(
      (which) => rights.filter((right) => which.test(right)),
    );
    expect(exported).toHaveLength(stageTables.length);
    expect(rest?.sort()).toEqual([
      `s3:AbortMultipartUpload arn:aws:s3:::${bucket}/*`,
      `s3:PutObject arn:aws:s3:::${bucket}/*`,
      `s3:PutObjectAcl arn:aws:s3:::${bucket}/*`,
      'sqs:SendMessage <TableExportsDeadLettersQueue>',
    ]);
  });

  it('keeps exports in a private bucket, for as long as backups reach back', () => {
    const [[, tables] = ['', undefined]] = propertiesOf(replica, 'AWS::S3::Bucket').filter(
      ([, { BucketName }]) => BucketName === bucket,
    );
    expect(tables).toMatchObject({
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 35, Status: 'Enabled' }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
    const policies = propertiesOf(replica, 'AWS::S3::BucketPolicy').map((one) =>
      JSON.stringify(one),
    );
    expect(policies.filter((text) => /Tables/.test(text) && /cloudfront/.test(text))).toEqual([]);
  });

  it('leaves the tables in one region', () => {
    for (const [, { Replicas }] of propertiesOf(data, 'AWS::DynamoDB::GlobalTable'))
      expect(Replicas).toHaveLength(1);
  });

  it('is not there unless it is asked for', () => {
    const before = JSON.stringify(everyStack().service?.toJSON());
    expect(before).not.toContain('exportTableToPointInTime');
  });
});
