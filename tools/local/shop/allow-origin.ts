import {
  type CORSRule,
  GetBucketCorsCommand,
  PutBucketCorsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Deployed } from '../deploy.ts';
import { type Aws, awsAt, signedFetch } from '../signed-fetch.ts';

/**
 * Lets pages of an origin call the API and read the buckets, as `allowedOrigins` of lib/config.ts
 * does at a deployment: the shop's port is known only when it listens.
 */
export const allowOrigin = async (deployed: Deployed, origin: string): Promise<void> => {
  const aws = awsAt(deployed.endpoint);
  const s3 = new S3Client({ ...aws, forcePathStyle: true });
  await Promise.all([
    allowInApi(aws, deployed.apiUrl, origin),
    allowInBucket(s3, deployed.uploadsBucket, origin),
    allowInBucket(s3, deployed.filesBucket, origin),
  ]);
};

const allowInApi = async (aws: Aws, apiUrl: string, origin: string): Promise<void> => {
  // The emulator answers at a path with the API's id in it, AWS at a host that begins with it.
  const apiId = /execute-api\/(\w+)/.exec(apiUrl)?.[1] ?? new URL(apiUrl).host.split('.')[0];
  const call = { service: 'apigateway', path: `/v2/apis/${apiId}` };
  const { corsConfiguration = {} } = JSON.parse(
    await signedFetch(aws, { ...call, method: 'GET' }),
  ) as { corsConfiguration?: { allowOrigins?: string[] } };
  const allowOrigins = withOrigin(corsConfiguration.allowOrigins, origin);
  await signedFetch(aws, {
    ...call,
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ corsConfiguration: { ...corsConfiguration, allowOrigins } }),
  });
};

const withOrigin = (origins: readonly string[] = [], origin: string): string[] => [
  ...new Set([...origins, origin]),
];

const allowInBucket = async (s3: S3Client, Bucket: string, origin: string): Promise<void> => {
  const { CORSRules = [] } = await s3.send(new GetBucketCorsCommand({ Bucket }));
  const rules = CORSRules.map(
    (rule): CORSRule => ({ ...rule, AllowedOrigins: withOrigin(rule.AllowedOrigins, origin) }),
  );
  await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: rules } }));
};
