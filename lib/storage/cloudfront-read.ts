import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import type { StageKey } from '../shared/keys/stage-key.ts';

/**
 * Id of the distribution that may read the files bucket. The distribution needs the bucket first,
 * so its id is not known before it was deployed once: `*`, any of this account, until it is
 * configured. None for a stage that has no distribution.
 */
export const readingDistribution = (
  { distributionId }: Config['delivery'],
  delivers: boolean,
): string | undefined => distributionId ?? (delivers ? '*' : undefined);

/** One distribution may read this bucket's objects. No ListBucket: `/` would list keys. */
export const cloudFrontRead = (bucket: Bucket, distributionId: string): PolicyStatement =>
  new PolicyStatement({
    sid: 'CloudFrontReads',
    principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('*')],
    conditions: cloudFrontSource(bucket, distributionId),
  });

/** The condition that a request comes from that distribution of this account. */
const cloudFrontSource = (scope: Construct, distributionId: string): Record<string, object> => {
  const { partition, account } = Stack.of(scope);
  const distribution = `arn:${partition}:cloudfront::${account}:distribution/${distributionId}`;
  return {
    [distributionId === '*' ? 'ArnLike' : 'StringEquals']: { 'aws:SourceArn': distribution },
  };
};

/** The same distribution may decrypt what it reads there. */
export const allowDecryption = (key: StageKey, distributionId: string): void =>
  key.allowService({
    service: 'cloudfront.amazonaws.com',
    actions: ['kms:Decrypt'],
    conditions: cloudFrontSource(key, distributionId),
  });
