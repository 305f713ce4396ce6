import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/**
 * What a stage keeps: its buckets and tables. Constructs name stateful resources through this
 * interface, so that none of them depends on the stack that makes them.
 */
export type StageData = {
  readonly uploadsBucket: Bucket;
  readonly filesBucket: Bucket;
  readonly uploads: TableV2;
  readonly orders: TableV2;
  readonly sessions: TableV2;
  readonly links: TableV2;
  readonly batches: TableV2;
  readonly jobs: TableV2;
  readonly stats: TableV2;
  readonly quotas: TableV2;
  readonly erasures: TableV2;
};
