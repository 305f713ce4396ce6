import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';

/** Where CloudFront writes who fetched what. It writes with an ACL, so this bucket alone has them; docs/decisions/0012 says why. */
export class DeliveryLogs extends Bucket {
  constructor(scope: Construct, id: string, { retention, onRemoval }: Config) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ id: 'expire', expiration: Duration.days(retention.accessLogDays) }],
      removalPolicy: onRemoval === 'keep' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this).acknowledge({ id: 'AwsSolutions-S1', reason: 'A log bucket that logs itself never stops writing.' });
  }
}
