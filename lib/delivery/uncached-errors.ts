import { Duration } from 'aws-cdk-lib';
import type { ErrorResponse } from 'aws-cdk-lib/aws-cloudfront';

/** Statuses that CloudFront caches for 10 s by default, against cache policy and answer. */
const kept = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/**
 * For a distribution before an API: an error is the answer to one caller's request, and a cache
 * that leaves out the caller would give it to the next one.
 */
export const uncachedErrors = (): ErrorResponse[] =>
  kept.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) }));
