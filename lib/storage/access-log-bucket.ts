import { Duration, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { privateBucket } from '../shared/private-bucket.ts';
import { removalPolicyOf } from '../shared/removal-policy.ts';

/** Where the other buckets write who read and wrote what. */
export class AccessLogBucket extends Bucket {
  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id, {
      ...privateBucket,
      lifecycleRules: [{ id: 'expire', expiration: Duration.days(config.retention.accessLogDays) }],
      removalPolicy: removalPolicyOf(config),
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'A log bucket that logs itself never stops writing.',
    });
  }
}
