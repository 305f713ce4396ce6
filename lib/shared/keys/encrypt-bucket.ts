import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { StageKey } from './stage-key.ts';

/** Encrypts new objects with the key. With a bucket key, S3 asks KMS once for many objects. */
export const encryptBucket = (bucket: Bucket, { keyArn: kmsMasterKeyId }: StageKey): void => {
  (bucket.node.defaultChild as CfnBucket).bucketEncryption = {
    serverSideEncryptionConfiguration: [
      {
        bucketKeyEnabled: true,
        serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId },
      },
    ],
  };
};
