import { Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * A name for what CloudFront names per account and not per region, at most 64 characters. The CDK's
 * own names say no region: two regions of one account would collide.
 */
export const accountName = (scope: Construct, id: string): string =>
  `${Names.uniqueResourceName(scope, { maxLength: 30 })}-${id}-${Stack.of(scope).region}`;
