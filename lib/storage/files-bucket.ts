import { Duration } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { fileBucket, readByPages } from '../shared/private-bucket.ts';
import { cloudFrontRead } from './cloudfront-read.ts';

/** Permanent storage for the files of paid orders. */
export class FilesBucket extends Bucket {
  constructor(
    scope: Construct,
    id: string,
    { config, accessLogs }: { config: Config; accessLogs: Bucket },
  ) {
    super(scope, id, {
      ...fileBucket(config, accessLogs, 'files'),
      ...(!config.delivery.enabled && { cors: [readByPages(config)] }),
      // Nothing expires here. The storage class is the category's and is set by the copy: a
      // transition rule would bill each object once more.
      lifecycleRules: [
        {
          id: 'abort-unfinished-copies',
          abortIncompleteMultipartUploadAfter: Duration.days(config.retention.abortMultipartDays),
        },
      ],
    });
    if (config.delivery.enabled) this.addToResourcePolicy(cloudFrontRead(this, config.delivery));
  }
}
