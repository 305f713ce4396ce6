import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { mergeSorted } from './merge-sorted.ts';

/** The positions to read from an index: between `low` and `high`, under every hash key. */
export type PositionRange = {
  table: string;
  index: { name: string; hashKey: string; sortKey: string };
  hashKeys: readonly string[];
  low?: string | undefined;
  high?: string | undefined;
  /** Largest position first. */
  backward: boolean;
  /** Items asked for at once; the reader may stop sooner or go on. */
  pageSize: number;
};

type Entry = Readonly<Record<string, string>>;

/** Bounds below and above every position: positions start with a date. */
const lowest = '0';
const highest = '~';

/** A key of an item. An item without a key of the index is not in the index. */
export const keyIn = (entry: Entry, name: string): string => {
  const key = entry[name];
  if (key === undefined) throw new Error(`An item of an index has no ${name}.`);
  return key;
};

/** The keys in that part of an index, in order over all of its hash keys. Eventually consistent. */
export function readPositions(
  client: DynamoDBDocumentClient,
  range: PositionRange,
): AsyncGenerator<Entry> {
  const { hashKeys, backward, index } = range;
  const position = (entry: Entry): string => keyIn(entry, index.sortKey);
  const shards = hashKeys.map((hashKey) => readShard(client, range, hashKey));
  return mergeSorted(shards, (a, b) =>
    backward ? position(a) > position(b) : position(a) < position(b),
  );
}

async function* readShard(
  client: DynamoDBDocumentClient,
  range: PositionRange,
  hashKey: string,
): AsyncGenerator<Entry> {
  const { table, index, low = lowest, high = highest, backward, pageSize } = range;
  const query = {
    TableName: table,
    IndexName: index.name,
    KeyConditionExpression: '#hash = :hash AND #sort BETWEEN :low AND :high',
    ExpressionAttributeNames: { '#hash': index.hashKey, '#sort': index.sortKey },
    ExpressionAttributeValues: { ':hash': hashKey, ':low': low, ':high': high },
    ScanIndexForward: !backward,
  };
  if (low > high) return;
  for await (const { Items = [] } of paginateQuery({ client, pageSize }, query)) {
    // BETWEEN includes its ends.
    for (const item of Items as Entry[])
      if (item[index.sortKey] !== low && item[index.sortKey] !== high) yield item;
  }
}
