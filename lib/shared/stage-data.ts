import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/** The tables of a stage, by their names. */
export const stageTables = [
  'uploads',
  'orders',
  'sessions',
  'links',
  'batches',
  'jobs',
  'stats',
  'quotas',
  'erasures',
  'audit',
  'deliveries',
] as const;

/**
 * The buckets and tables of a stage. Constructs name stateful resources through this interface, so
 * that no construct depends on the stack that makes them.
 */
export type StageData = {
  /** The copy of the files bucket in the second region; none where the stage has none. */
  readonly replica?: { bucketName: string; bucketArn: string; region: string } | undefined;
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
  /** The record of operators' acts. */
  readonly audit: TableV2;
  /** Webhooks that were sent. */
  readonly deliveries: TableV2;
};
