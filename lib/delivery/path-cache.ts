import type { Duration } from 'aws-cdk-lib';
import {
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/**
 * Caches by path alone, for a fixed time, under any headers of the object. A signature (query)
 * makes no second copy. A visitor's `response-content-type` or cookie never reaches S3, which would
 * obey it in a request signed by CloudFront.
 */
export class PathCache extends CachePolicy {
  constructor(scope: Construct, id: string, { of, ttl }: { of: string; ttl: Duration }) {
    super(scope, id, {
      comment: `Keepsake: ${of}, by path alone`,
      minTtl: ttl,
      defaultTtl: ttl,
      maxTtl: ttl,
      cookieBehavior: CacheCookieBehavior.none(),
      headerBehavior: CacheHeaderBehavior.none(),
      queryStringBehavior: CacheQueryStringBehavior.none(),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
  }
}
