import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { attentionIndex } from '../core/contract.ts';
import { attentionKeys } from './dynamo-order-items.ts';
import { mergeSorted } from './merge-sorted.ts';

type Entry = { orderId: string; updatedAt: string };

/** Orders in the attention index unchanged since `before`, oldest first over all shards. Eventually consistent. */
export function readAttention(client: DynamoDBDocumentClient, table: string, before: string): AsyncGenerator<Entry> {
  const shards = attentionKeys.map((key) => readShard(client, { table, key, before }));
  return mergeSorted(shards, (a, b) => a.updatedAt < b.updatedAt);
}

async function* readShard(client: DynamoDBDocumentClient, shard: { table: string; key: string; before: string }): AsyncGenerator<Entry> {
  const pages = paginateQuery(
    { client },
    {
      TableName: shard.table,
      IndexName: attentionIndex.name,
      KeyConditionExpression: '#hash = :key AND #sort < :before',
      ExpressionAttributeNames: { '#hash': attentionIndex.hashKey, '#sort': attentionIndex.sortKey },
      ExpressionAttributeValues: { ':key': shard.key, ':before': shard.before },
    },
  );
  for await (const { Items = [] } of pages) yield* Items as Entry[];
}
