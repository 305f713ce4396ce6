import { Duration, Validations } from 'aws-cdk-lib';
import { Bucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { privateBucket } from '../shared/private-bucket.ts';
import { removalPolicyOf } from '../shared/removal-policy.ts';

/**
 * CloudFront's access logs. CloudFront writes them with an ACL, so only this bucket has ACLs;
 * docs/decisions/0012 says why.
 */
export class DeliveryLogs extends Bucket {
  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id, {
      ...privateBucket,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ id: 'expire', expiration: Duration.days(config.retention.accessLogDays) }],
      removalPolicy: removalPolicyOf(config),
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'A log bucket that logs itself never stops writing.',
    });
  }
}
