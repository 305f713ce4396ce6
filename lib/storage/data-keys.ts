import { Stack } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { OwnKey } from '../shared/keys/own-key.ts';
import type { OwnKeys } from '../shared/keys/own-keys-schema.ts';
import { cloudFrontSource, readingDistribution } from './cloudfront-read.ts';

type DataKeysProps = {
  config: Config;
  ownKeys: OwnKeys;
  delivers: boolean;
  uploads: Bucket;
  files: Bucket;
};

/** A key for each kind of data: temporary files, permanent files, records. */
export class DataKeys extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { config, ownKeys, delivers, uploads, files }: DataKeysProps,
  ) {
    super(scope, id);
    const key = (purpose: string, through: string) =>
      new OwnKey(this, purpose, { config, ownKeys, purpose, through: [through] });
    const permanent = key('files', 's3');
    this.encryptBucket(uploads, key('uploads', 's3'));
    this.encryptBucket(files, permanent);
    this.encryptTables(key('records', 'dynamodb'));
    const reader = config.delivery.enabled && readingDistribution(config.delivery, delivers);
    if (reader)
      permanent.allowService(
        'cloudfront.amazonaws.com',
        ['kms:Decrypt'],
        cloudFrontSource(this, reader),
      );
  }

  /** With a bucket key, S3 asks KMS once for many objects. */
  private encryptBucket(bucket: Bucket, { keyArn: kmsMasterKeyId }: OwnKey): void {
    (bucket.node.defaultChild as CfnBucket).bucketEncryption = {
      serverSideEncryptionConfiguration: [
        {
          bucketKeyEnabled: true,
          serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId },
        },
      ],
    };
  }

  private encryptTables({ keyArn: KMSMasterKeyId }: OwnKey): void {
    for (const table of Stack.of(this).node.findAll()) {
      if (!(table instanceof CfnGlobalTable)) continue;
      table.sseSpecification = { sseEnabled: true, sseType: 'KMS' };
      table.addPropertyOverride('Replicas.0.SSESpecification', { KMSMasterKeyId });
    }
  }
}
