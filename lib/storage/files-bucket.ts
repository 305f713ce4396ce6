import { Duration } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { fileBucket, readByPages } from '../shared/private-bucket.ts';
import { cloudFrontRead, readingDistribution } from './cloudfront-read.ts';

type FilesBucketProps = {
  config: Config;
  /** Whether the stage has a distribution. Otherwise S3 itself serves the files. */
  delivers: boolean;
  accessLogs: Bucket;
};

/** Permanent storage for the files of paid orders. */
export class FilesBucket extends Bucket {
  constructor(scope: Construct, id: string, { config, delivers, accessLogs }: FilesBucketProps) {
    super(scope, id, {
      ...fileBucket(config, accessLogs, 'files'),
      ...(!delivers && { cors: [readByPages(config)] }),
      // Nothing expires here. The storage class is the category's and is set by the copy: a
      // transition rule would bill each object once more.
      lifecycleRules: [
        {
          id: 'abort-unfinished-copies',
          abortIncompleteMultipartUploadAfter: Duration.days(config.retention.abortMultipartDays),
        },
      ],
    });
    const reader = config.delivery.enabled && readingDistribution(config.delivery, delivers);
    if (reader) this.addToResourcePolicy(cloudFrontRead(this, reader));
  }
}
