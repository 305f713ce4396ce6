import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { OwnKey } from './own-key.ts';

/** Encrypts new objects with the key. With a bucket key, S3 asks KMS once for many objects. */
export const encryptBucket = (bucket: Bucket, { keyArn: kmsMasterKeyId }: OwnKey): void => {
  (bucket.node.defaultChild as CfnBucket).bucketEncryption = {
    serverSideEncryptionConfiguration: [
      {
        bucketKeyEnabled: true,
        serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId },
      },
    ],
  };
};
