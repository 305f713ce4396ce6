import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { attentionIndex } from '../../core/table-indexes.ts';
import { readPositions } from './positions.ts';
import { shardedKeys } from './sharded-keys.ts';

/**
 * Records of these values in the attention index of a table unchanged since `before`, oldest first
 * over all shards. Eventually consistent.
 */
export const readAttention = (
  client: DynamoDBDocumentClient,
  { table, values, before }: { table: string; values: readonly string[]; before: string },
) =>
  readPositions(client, {
    table,
    index: attentionIndex,
    hashKeys: values.flatMap(shardedKeys),
    high: before,
    backward: false,
    pageSize: 100,
  });
