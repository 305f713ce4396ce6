import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { replicationMinutes } from '../../core/contract.ts';
import type { Config } from '../config-schema.ts';
import { Alerts } from '../shared/alerts.ts';
import { privateBucket } from '../shared/private-bucket.ts';
import { isProtected, removalPolicyOf } from '../shared/removal-policy.ts';
import { useRunbook } from '../shared/runbook.ts';
import { RunbookAlarm } from '../shared/runbook-alarm.ts';
import { AccessLogBucket } from '../storage/access-log-bucket.ts';
import {
  allowDecryption,
  cloudFrontRead,
  readingDistribution,
} from '../storage/cloudfront-read.ts';
import { exportBucketOf, type ReplicaBucket, replicaBucketOf } from './replica-bucket.ts';
import { ReplicaKeys } from './replica-keys.ts';

/** Days that an export is kept: as long as DynamoDB's own backups. */
const exportDays = 35;

type ReplicaProps = StackProps & {
  config: Config;
  delivers: boolean;
  /** The stage's own region. */
  home: string | undefined;
};

/**
 * The second region: a copy of every permanent file, and the alarm that says it falls behind. S3
 * tells of the lag in the region of the copy alone.
 */
export class ReplicaStack extends Stack {
  constructor(scope: Construct, id: string, { config, delivers, home, ...props }: ReplicaProps) {
    super(scope, id, { ...props, terminationProtection: isProtected(scope, config) });
    useRunbook(this, config);
    const replica = replicaBucketOf(this, config);
    if (replica === undefined) throw new Error(`Stage '${config.stage}' has no second region.`);
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', config) as IBucket;
    const bucket = this.bucket(config, replica, accessLogs);
    const reader = config.delivery.enabled
      ? readingDistribution(config.delivery, delivers)
      : undefined;
    if (reader) bucket.addToResourcePolicy(cloudFrontRead(bucket, reader));
    const exported = exportBucketOf(this, config);
    const exports = exported && this.exports(config, exported, accessLogs);
    if (exports) new CfnOutput(this, 'exportBucket', { value: exports.bucketName });
    const { ownKeys } = config;
    const keys =
      ownKeys && new ReplicaKeys(this, 'Keys', { config, ownKeys, files: bucket, exports, home });
    if (keys && reader !== undefined) allowDecryption(keys.files, reader);
    this.alarm(config, replica);
    new CfnOutput(this, 'replicaBucket', { value: bucket.bucketName });
  }

  /** Exports go after the time that point-in-time recovery reaches back, too. */
  private exports(config: Config, { bucketName }: ReplicaBucket, accessLogs: IBucket): Bucket {
    return new Bucket(this, 'Tables', {
      ...privateBucket,
      bucketName,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'tables/',
      lifecycleRules: [
        {
          id: 'forget-old-exports',
          expiration: Duration.days(exportDays),
          abortIncompleteMultipartUploadAfter: Duration.days(config.retention.abortMultipartDays),
        },
      ],
      removalPolicy: removalPolicyOf(config),
    });
  }

  private bucket(config: Config, { bucketName }: ReplicaBucket, accessLogs: IBucket): Bucket {
    return new Bucket(this, 'Files', {
      ...privateBucket,
      bucketName,
      versioned: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'replica/',
      lifecycleRules: [
        {
          id: 'abort-unfinished-copies',
          abortIncompleteMultipartUploadAfter: Duration.days(config.retention.abortMultipartDays),
        },
      ],
      removalPolicy: removalPolicyOf(config),
    });
  }

  // A query, because the bucket of the other region has no name here that could be written down.
  private alarm({ alertEmails }: Config, { bucketName }: ReplicaBucket): void {
    const seconds = replicationMinutes * 60;
    new RunbookAlarm(this, 'Behind', {
      name: 'replica-behind',
      means: `Files of the last ${replicationMinutes} minutes are not in the second region yet.`,
      metric: new MathExpression({
        expression:
          'SELECT MAX(ReplicationLatency) ' +
          'FROM SCHEMA("AWS/S3", DestinationBucket, RuleId, SourceBucket) ' +
          `WHERE DestinationBucket = '${bucketName}'`,
        usingMetrics: {},
        period: Duration.minutes(5),
      }),
      threshold: seconds,
      evaluationPeriods: 3,
      alerts: new Alerts(this, 'Alerts', { emails: alertEmails }).topic,
    });
  }
}
