import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { InvalidInput } from '../../core/errors.ts';
import { mergeSorted } from '../dynamo/merge-sorted.ts';
import { orderItem } from './dynamo-order-items.ts';

/** An order's position in a list over several hash keys: its sort key, its id and its hash key. */
export type ListPosition = { at: string; orderId: string; list: number };

/** An index of the orders table, and the hash keys to read there, in the order that breaks ties. */
export type Lists = {
  table: string;
  index: { name: string; hashKey: string; sortKey: string };
  keys: readonly string[];
};

/** Anything else DynamoDB might refuse as a key, and that would look like our mistake. */
const positionSchema = z.tuple([
  z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/),
  z.string().regex(/^\w{1,64}$/),
  z.int().nonnegative(),
]);

/** A position as an opaque string. */
export const toCursor = ({ at, orderId, list }: ListPosition): string =>
  Buffer.from(JSON.stringify([at, orderId, list])).toString('base64url');

/**
 * The position in a cursor. Throws `InvalidInput` for a cursor that `toCursor` did not make. A
 * forged position finds only records of its own lists.
 */
export const fromCursor = (cursor: string): ListPosition => {
  const { data: position } = positionSchema.safeParse(decoded(cursor));
  if (!position) throw InvalidInput.of('cursor', 'must be the cursor of the page before');
  const [at, orderId, list] = position;
  return { at, orderId, list };
};

const decoded = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
};

/**
 * The positions after `after` in these lists, newest first. Positions of one instant come list by
 * list, so that every position has exactly one successor.
 */
export function readNewestFirst(
  client: DynamoDBDocumentClient,
  lists: Lists,
  after: Partial<ListPosition>,
): AsyncGenerator<ListPosition> {
  const sources = lists.keys.map((key, list) => readList(client, { ...lists, key, list }, after));
  return mergeSorted(sources, (a, b) => a.at > b.at);
}

type OneList = Omit<Lists, 'keys'> & { key: string; list: number };

/**
 * Lists before the cursor's are done with its instant, those behind it are not. Without a list,
 * `at` is a bound that leaves itself out.
 */
const bound = ({ list }: OneList, { at, list: last }: Partial<ListPosition>): string => {
  if (at === undefined) return '';
  return last !== undefined && list >= last ? ' AND #sort <= :at' : ' AND #sort < :at';
};

const startKey = (
  { index, key, list }: OneList,
  { at, orderId, list: last }: Partial<ListPosition>,
) =>
  at !== undefined && orderId !== undefined && list === last
    ? { ExclusiveStartKey: { [index.hashKey]: key, [index.sortKey]: at, orderId, item: orderItem } }
    : {};

async function* readList(
  client: DynamoDBDocumentClient,
  one: OneList,
  after: Partial<ListPosition>,
): AsyncGenerator<ListPosition> {
  const { table, index, key, list } = one;
  const where = bound(one, after);
  const query = {
    TableName: table,
    IndexName: index.name,
    KeyConditionExpression: `#hash = :key${where}`,
    ExpressionAttributeNames: { '#hash': index.hashKey, ...(where && { '#sort': index.sortKey }) },
    ExpressionAttributeValues: { ':key': key, ...(where && { ':at': after.at }) },
    ScanIndexForward: false,
    ...startKey(one, after),
  };
  for await (const { Items = [] } of paginateQuery({ client, pageSize: 25 }, query))
    for (const item of Items)
      yield { at: String(item[index.sortKey]), orderId: String(item.orderId), list };
}
