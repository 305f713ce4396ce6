import { Duration, Validations } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Universal } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../shared/dead-letter-queue.ts';
import type { ReplicaKey } from '../shared/keys/replica-key.ts';
import type { StageData } from '../shared/stage-data.ts';
import { stageTables } from '../shared/stage-data.ts';
import type { ReplicaBucket } from './replica-bucket.ts';

type TableExportsProps = {
  data: StageData;
  bucket: ReplicaBucket;
  /** The stage's own key that exports are encrypted with; S3's when absent. */
  key: ReplicaKey | undefined;
  alerts: ITopic;
};

/**
 * Once a day, every table as it is then goes into a bucket of the second region. DynamoDB writes
 * it by itself, from the backups of point-in-time recovery: no request of the stage is slowed down.
 */
export class TableExports extends Construct {
  constructor(scope: Construct, id: string, { data, bucket, key, alerts }: TableExportsProps) {
    super(scope, id);
    const { queue } = new DeadLetterQueue(this, 'DeadLetters', { alerts });
    const statements = exportRights(
      stageTables.map((name) => data[name]),
      bucket,
    );
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      inlinePolicies: { own: new PolicyDocument({ statements: [...statements, sendTo(queue)] }) },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason: 'DynamoDB makes the keys of an export.',
    });
    for (const name of stageTables) {
      const target = new Universal({
        service: 'dynamodb',
        action: 'exportTableToPointInTime',
        input: ScheduleTargetInput.fromObject({
          TableArn: data[name].tableArn,
          S3Bucket: bucket.bucketName,
          S3Prefix: name,
          ...encryption(key),
          ExportFormat: 'DYNAMODB_JSON',
          // A call that the scheduler repeats starts no second export.
          ClientToken: '<aws.scheduler.execution-id>',
        }),
        policyStatements: statements,
        role: role.withoutPolicyUpdates(),
        deadLetterQueue: queue,
        retryAttempts: 10,
        maxEventAge: Duration.hours(6),
      });
      new Schedule(this, `${name}Daily`, {
        description: `Keepsake: daily export of ${name}`,
        schedule: ScheduleExpression.rate(Duration.days(1)),
        target,
      });
    }
  }
}

/** Rights to have DynamoDB write exports of these tables into the bucket. */
const exportRights = (tables: readonly TableV2[], { bucketArn }: ReplicaBucket) => [
  new PolicyStatement({
    actions: ['dynamodb:ExportTableToPointInTime'],
    resources: tables.map(({ tableArn }) => tableArn),
  }),
  new PolicyStatement({
    actions: ['s3:AbortMultipartUpload', 's3:PutObject', 's3:PutObjectAcl'],
    resources: [`${bucketArn}/*`],
  }),
];

const sendTo = ({ queueArn }: IQueue) =>
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queueArn] });

/** How DynamoDB has S3 encrypt what it writes. */
const encryption = (key: ReplicaKey | undefined) =>
  key === undefined
    ? { S3SseAlgorithm: 'AES256' }
    : { S3SseAlgorithm: 'KMS', S3SseKmsKeyId: key.arn };
