import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { cloudFrontRead } from '../cloudfront-read.ts';
import type { Config } from '../config-schema.ts';

/** Permanent storage: what customers paid for. */
export class FilesBucket extends Bucket {
  constructor(scope: Construct, id: string, { config, accessLogs }: { config: Config; accessLogs: Bucket }) {
    super(scope, id, {
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      serverAccessLogsBucket: accessLogs as IBucket,
      serverAccessLogsPrefix: 'files/',
      // Nothing expires here. The storage class is the category's and is set by the copy: a transition rule would bill each object once more.
      lifecycleRules: [
        { id: 'abort-unfinished-copies', abortIncompleteMultipartUploadAfter: Duration.days(config.retention.abortMultipartDays) },
      ],
      removalPolicy: config.onRemoval === 'keep' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    if (config.delivery.enabled) this.addToResourcePolicy(cloudFrontRead(this, config.delivery));
  }
}
