import { type DynamoDBDocumentClient, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unlessConditionFailed } from '../../adapters/dynamo/unless-condition-failed.ts';
import { noteHeldBy } from '../../adapters/orders/dynamo-payments.ts';
import { type LaterIndex, laterIndexes } from './later-indexes.ts';

/** Names of the tables with such indexes. */
export type FilledTables = Readonly<Record<LaterIndex['table'], string>>;

/**
 * Gives records of version 0.1.0 the keys of the indexes that came later, so that lists find them,
 * and notes which order holds a payment, so that its refunds and disputes do.
 * Idempotent, and may run while the stage serves. Reads the tables of orders, jobs and erasures
 * whole. Returns how many records were filled, by table. Throws the SDK's errors.
 */
export const fillIndexes = async (
  client: DynamoDBDocumentClient,
  tables: FilledTables,
): Promise<Record<LaterIndex['table'], number>> => {
  const filled = { orders: 0, jobs: 0, erasures: 0 };
  for (const later of laterIndexes)
    filled[later.table] += await fillIndex(client, tables[later.table], later);
  return filled;
};

const fillIndex = async (
  client: DynamoDBDocumentClient,
  TableName: string,
  later: LaterIndex,
): Promise<number> => {
  const { hashKey } = later.index;
  const scan = {
    TableName,
    FilterExpression: 'attribute_not_exists(#hash)',
    ExpressionAttributeNames: { '#hash': hashKey },
  };
  let filled = 0;
  for await (const { Items = [] } of paginateScan({ client }, scan))
    for (const item of Items) {
      const next = later.itemOf(item);
      if (next?.[hashKey] === undefined) continue;
      // Before the keys: a run that is repeated looks at records without keys alone.
      for (const held of later.heldIn?.(item) ?? []) await noteHeldBy(client, TableName, held);
      filled += await client.send(fillItem(TableName, later, item, next)).then(
        () => 1,
        (error: unknown) => {
          unlessConditionFailed(error);
          return 0;
        },
      );
    }
  return filled;
};

type Item = Record<string, unknown>;

/**
 * Writes the keys of an index into an item that has none. The condition fails if the service wrote
 * the item meanwhile: its write brought the keys.
 */
const fillItem = (TableName: string, { key, index }: LaterIndex, item: Item, next: Item) => {
  const { hashKey, sortKey } = index;
  const { revision } = item;
  const conditions = [
    `attribute_exists(${key[0]})`,
    'attribute_not_exists(#hash)',
    ...(revision === undefined ? [] : ['revision = :revision']),
  ];
  return new UpdateCommand({
    TableName,
    Key: pick(item, key),
    UpdateExpression: 'SET #hash = :hash, #sort = :sort',
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: { '#hash': hashKey, '#sort': sortKey },
    ExpressionAttributeValues: {
      ':hash': next[hashKey],
      ':sort': next[sortKey],
      ...(revision !== undefined && { ':revision': revision }),
    },
  });
};

const pick = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.map((name) => [name, item[name]]));
