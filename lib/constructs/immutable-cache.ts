import { Duration } from 'aws-cdk-lib';
import { CacheCookieBehavior, CacheHeaderBehavior, CachePolicy, CacheQueryStringBehavior } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/**
 * A key's bytes never change, so an edge may keep them for a year. Only the path decides what is cached and asked for: a signature (query) makes
 * no second copy, and no `response-content-type` or cookie a visitor adds ever reaches S3, which would obey it in a request signed by CloudFront.
 */
export class ImmutableCache extends CachePolicy {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      comment: 'Keepsake: immutable objects, by path alone',
      minTtl: Duration.days(365),
      defaultTtl: Duration.days(365),
      maxTtl: Duration.days(365),
      cookieBehavior: CacheCookieBehavior.none(),
      headerBehavior: CacheHeaderBehavior.none(),
      queryStringBehavior: CacheQueryStringBehavior.none(),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
  }
}
