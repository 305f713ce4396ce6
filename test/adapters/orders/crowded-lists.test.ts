import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { BatchGetCommandInput, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { toOrderItem } from '../../../adapters/orders/dynamo-order-items.ts';
import { DynamoOrderLists } from '../../../adapters/orders/dynamo-order-lists.ts';
import { DynamoOrders } from '../../../adapters/orders/dynamo-orders.ts';
import type { Order } from '../../../core/orders/model/order.ts';
import { sampleOrder } from '../../contracts/shared/samples.ts';

type Item = Record<string, unknown>;
type Asked = { input: QueryCommandInput | BatchGetCommandInput };

const minute = (count: number): string =>
  new Date(Date.parse('2030-01-01T00:00:00.000Z') + count * 60_000).toISOString();

/** DynamoDB with these items: one index to be queried, and the table. */
const databaseOf = (items: readonly Item[]) => {
  const read = { places: 0, records: 0 };
  const query = ({
    ExpressionAttributeValues: values = {},
    Limit = 25,
    ...asked
  }: Item & {
    ExpressionAttributeValues?: Item;
    Limit?: number;
    ExclusiveStartKey?: Item;
    ScanIndexForward?: boolean;
  }) => {
    const key = values[':key'] ?? values[':hash'];
    const way = asked.ScanIndexForward ? 1 : -1;
    const all = items
      .filter(({ attention }) => attention === key)
      .sort((a, b) => (`${a.updatedAt}` < `${b.updatedAt}` ? -way : way));
    const from = all.findIndex(({ orderId }) => orderId === asked.ExclusiveStartKey?.orderId) + 1;
    const Items = all.slice(from, from + Limit);
    read.places += Items.length;
    const hasMore = from + Limit < all.length;
    return { Items, ...(hasMore && { LastEvaluatedKey: Items.at(-1) }) };
  };
  const batchGet = ({
    RequestItems: { orders = {} },
  }: {
    RequestItems: Record<string, { Keys?: Item[] }>;
  }) => {
    const ids = (orders.Keys ?? []).map(({ orderId }) => orderId);
    read.records += ids.length;
    return { Responses: { orders: items.filter(({ orderId }) => ids.includes(orderId)) } };
  };
  const send = async ({ input }: Asked): Promise<unknown> =>
    'RequestItems' in input ? batchGet(input as never) : query(input as never);
  const client = Object.assign(documentClient(new DynamoDBClient({ region: 'eu-central-1' })), {
    send,
  });
  return { client, read };
};

const failed = (changes: Partial<Order>) =>
  sampleOrder({
    status: 'refund_requested',
    migration: { status: 'failed', attempt: 1, recoveries: 0 },
    ...changes,
  });

/** A rush: paid orders changed this hour, and a few failed before it. */
const crowd = Array.from({ length: 1000 }, (_, index) =>
  toOrderItem(sampleOrder({ orderId: `ord_paid${index}`, updatedAt: minute(60 + index / 20) })),
);
const few = [1, 2, 3].map((index) =>
  failed({ orderId: `ord_failed${index}`, updatedAt: minute(index) }),
);

describe('the list of failed orders under a crowd of paid ones', () => {
  it('has them on its first page, and reads past no paid order', async () => {
    const { client, read } = databaseOf([...crowd, ...few.map(toOrderItem)]);
    const page = await new DynamoOrderLists(client, 'orders').matching(
      { state: 'failed' },
      { limit: 25 },
    );
    expect(page.items.map(({ orderId }) => orderId)).toEqual([
      'ord_failed3',
      'ord_failed2',
      'ord_failed1',
    ]);
    expect(page.cursor).toBeUndefined();
    expect(read).toEqual({ places: 3, records: 3 });
  });

  it('has those that an earlier version wrote', async () => {
    const older = few.map((order) => ({ ...toOrderItem(order), attention: 'open#3' }));
    const { client } = databaseOf(older);
    const lists = new DynamoOrderLists(client, 'orders');
    const page = await lists.matching({ state: 'failed' }, { limit: 25 });
    expect(page.items).toHaveLength(3);
  });
});

describe('the reconciler', () => {
  it('finds open orders of every state, oldest first, and those of earlier versions', async () => {
    const items = [
      ...few.map(toOrderItem),
      toOrderItem(sampleOrder({ orderId: 'ord_paid', updatedAt: minute(4) })),
      {
        ...toOrderItem(sampleOrder({ orderId: 'ord_old', updatedAt: minute(0) })),
        attention: 'open#1',
      },
    ];
    const orders = new DynamoOrders(databaseOf(items).client, {
      orders: 'orders',
      uploads: 'uploads',
    });
    const found: string[] = [];
    for await (const orderId of orders.needingAttention(new Date(minute(100)))) found.push(orderId);
    expect(found).toEqual(['ord_old', 'ord_failed1', 'ord_failed2', 'ord_failed3', 'ord_paid']);
  });
});
