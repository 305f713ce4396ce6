import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Config } from '../config-schema.ts';

/**
 * CloudFront may read the objects of this bucket, for our distribution only. The distribution needs
 * the bucket first, so its id is not known before it was deployed once: until it is configured, any
 * distribution of this account may. No ListBucket: `/` would list every key.
 */
export const cloudFrontRead = (
  bucket: Bucket,
  { distributionId = '*' }: Config['delivery'],
): PolicyStatement => {
  const { partition, account } = Stack.of(bucket);
  const distribution = `arn:${partition}:cloudfront::${account}:distribution/${distributionId}`;
  return new PolicyStatement({
    sid: 'CloudFrontReads',
    principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('*')],
    conditions: {
      [distributionId === '*' ? 'ArnLike' : 'StringEquals']: { 'aws:SourceArn': distribution },
    },
  });
};
