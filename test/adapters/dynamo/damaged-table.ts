import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../../adapters/dynamo/document.ts';

type Item = Readonly<Record<string, unknown>>;

type Request = {
  Key?: Item;
  RequestItems?: Record<string, { Keys: Item[] }>;
  Limit?: number;
};

const isUnder = (item: Item, key: Item): boolean =>
  Object.entries(key).every(([name, value]) => item[name] === value);

/**
 * A client of one table with these items. The first query of an index answers all of them, any
 * other query nothing: readers ask one query for each hash key.
 */
export const tableOf = (items: readonly Item[]): DynamoDBDocumentClient => {
  let left = items;
  const answer = ({ Key, RequestItems }: Request): unknown => {
    if (Key) return { Item: items.find((item) => isUnder(item, Key)) };
    const [[table, wanted] = []] = Object.entries(RequestItems ?? {});
    if (table !== undefined && wanted) {
      const found = items.filter((item) => wanted.Keys.some((key) => isUnder(item, key)));
      return { Responses: { [table]: found } };
    }
    const Items = left;
    left = [];
    return { Items };
  };
  const client = documentClient(new DynamoDBClient({ region: 'eu-west-1' }));
  return Object.assign(client, {
    send: async ({ input }: { input: Request }) => answer(input),
  }) as DynamoDBDocumentClient;
};
