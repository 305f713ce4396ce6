import {
  BlockPublicAccess,
  type Bucket,
  BucketEncryption,
  type BucketProps,
  type CorsRule,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Config } from '../config-schema.ts';
import { removalPolicyOf } from './removal-policy.ts';

/** Properties of every bucket: private, encrypted, TLS only, without ACLs. */
export const privateBucket = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
} as const satisfies BucketProps;

/** A bucket of customers' files: versioned, every access logged below its name. */
export const fileBucket = (config: Config, accessLogs: Bucket, name: string) =>
  ({
    ...privateBucket,
    versioned: true,
    serverAccessLogsBucket: accessLogs as IBucket,
    serverAccessLogsPrefix: `${name}/`,
    removalPolicy: removalPolicyOf(config),
  }) satisfies BucketProps;

/**
 * Where S3 itself serves: scripts of our own pages may read what a signed URL opens, as
 * CloudFront's answers let them.
 */
export const readByPages = ({ allowedOrigins }: Config): CorsRule => ({
  allowedMethods: [HttpMethods.GET, HttpMethods.HEAD],
  allowedOrigins,
  allowedHeaders: ['range'],
  exposedHeaders: [
    'Accept-Ranges',
    'Content-Disposition',
    'Content-Length',
    'Content-Range',
    'ETag',
  ],
  maxAge: 3600,
});
