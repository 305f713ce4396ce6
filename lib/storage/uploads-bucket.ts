import { Duration } from 'aws-cdk-lib';
import { Bucket, type CfnBucket, HttpMethods, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { bulkResultsPrefix, temporaryPrefix } from '../../core/contract.ts';
import type { Config } from '../config-schema.ts';
import { fileBucket, readByPages } from '../shared/private-bucket.ts';

/** Temporary storage: browsers PUT here through presigned URLs, and lifecycle rules sweep it. */
export class UploadsBucket extends Bucket {
  constructor(
    scope: Construct,
    id: string,
    { config, accessLogs }: { config: Config; accessLogs: Bucket },
  ) {
    super(scope, id, {
      // Its versions matter, too: copies are pinned to one, and a replaced upload must stay
      // readable while an order migrates.
      ...fileBucket(config, accessLogs, 'uploads'),
      lifecycleRules: sweep(config),
      cors: [
        {
          allowedMethods: [HttpMethods.PUT],
          allowedOrigins: config.allowedOrigins,
          // Exactly what the signer signs; a preflight that asks for more is refused.
          allowedHeaders: [
            'content-type',
            'if-none-match',
            'x-amz-checksum-crc64nvme',
            'x-amz-checksum-sha256',
          ],
          exposedHeaders: [
            'ETag',
            'x-amz-checksum-crc64nvme',
            'x-amz-checksum-sha256',
            'x-amz-version-id',
          ],
          maxAge: 3600,
        },
        readByPages(config),
      ],
    });
    this.tellOfArrivals();
    this.accelerate(config.uploads.accelerate);
  }

  // Without the property, CloudFormation leaves the bucket as it is: only `Suspended` ends it.
  private accelerate(isWanted: boolean | undefined): void {
    if (isWanted === undefined) return;
    const bucket = this.node.defaultChild as CfnBucket;
    bucket.accelerateConfiguration = { accelerationStatus: isWanted ? 'Enabled' : 'Suspended' };
  }

  // CDK's own `eventBridgeEnabled` would deploy a function that sets by call what CloudFormation
  // can say itself.
  private tellOfArrivals(): void {
    const bucket = this.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }
}

// S3 counts whole days from midnight UTC and sweeps when it likes. A delete marker needs a rule of
// its own: `days` and the flag exclude each other.
const sweep = ({ retention }: Config): LifecycleRule[] => [
  {
    id: 'sweep-temporary-files',
    prefix: temporaryPrefix,
    expiration: Duration.days(retention.temporaryDays),
    noncurrentVersionExpiration: Duration.days(retention.noncurrentDays),
    abortIncompleteMultipartUploadAfter: Duration.days(retention.abortMultipartDays),
  },
  {
    id: 'sweep-bulk-results',
    prefix: bulkResultsPrefix,
    expiration: Duration.days(90),
    noncurrentVersionExpiration: Duration.days(1),
  },
  { id: 'sweep-delete-markers', prefix: temporaryPrefix, expiredObjectDeleteMarker: true },
  {
    id: 'sweep-delete-markers-of-bulk-results',
    prefix: bulkResultsPrefix,
    expiredObjectDeleteMarker: true,
  },
];
