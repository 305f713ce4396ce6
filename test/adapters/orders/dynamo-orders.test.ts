import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { DynamoOrders } from '../../../adapters/orders/dynamo-orders.ts';
import {
  freshId,
  sampleFile,
  sampleLocation,
  sampleOrder,
} from '../../contracts/shared/samples.ts';
import { type Answer, json, jsonError, offline, StubHandler } from '../aws/stub-handler.ts';

const ordersWith = (answer: Answer) => {
  const network = new StubHandler(() => answer);
  const client = documentClient(new DynamoDBClient({ ...offline(network), maxAttempts: 1 }));
  return { network, orders: new DynamoOrders(client, { orders: 'orders', uploads: 'uploads' }) };
};

const cancelled = (...codes: string[]): Answer =>
  jsonError(400, 'TransactionCanceledException', {
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

const order = sampleOrder();
const done = sampleOrder({
  status: 'completed',
  migration: { status: 'completed', attempt: 1, recoveries: 0 },
});

describe('orders in DynamoDB', () => {
  it('writes an order and its ledger in one transaction, so that none is ever half there', async () => {
    const { network, orders } = ordersWith(json({}));
    await orders.create(order, [sampleFile(order.orderId, { role: 'audio' })]);
    const items = JSON.parse(network.only.body).TransactItems;
    expect(items.map(({ Put }: { Put: { Item: { item: unknown } } }) => Put.Item.item)).toEqual([
      { S: 'ORDER' },
      { S: 'FILE#audio' },
    ]);
  });

  it('keeps what needs attention apart from the rest in the attention index', async () => {
    const attentionOf = async (saved: typeof order) => {
      const { network, orders } = ordersWith(json({}));
      await orders.save(saved);
      return JSON.parse(network.only.body).Item.attention;
    };
    expect(await attentionOf(order)).toEqual({ S: expect.stringMatching(/^open-paid#[0-7]$/) });
    expect(await attentionOf(done)).toEqual({ S: expect.stringMatching(/^completed#[0-7]$/) });
  });

  it('spreads orders over every shard of the attention index', async () => {
    const { network, orders } = ordersWith(json({}));
    for (let made = 0; made < 200; made += 1)
      await orders.save({ ...order, orderId: freshId('ord') });
    const shards = new Set(network.sent.map(({ body }) => JSON.parse(body).Item.attention.S));
    expect([...shards].sort()).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((shard) => `open-paid#${shard}`),
    );
  });

  it('reads an order consistently', async () => {
    const { network, orders } = ordersWith(json({ Items: [] }));
    await orders.find('ord_1');
    expect(JSON.parse(network.only.body)).toMatchObject({
      TableName: 'orders',
      ConsistentRead: true,
    });
  });

  it('takes the expiry, and the mark of a removal, off committed uploads', async () => {
    const { network, orders } = ordersWith(json({}));
    await orders.commit(order, [sampleLocation('upl_1')]);
    const { Update } = JSON.parse(network.only.body).TransactItems[1];
    expect(Update).toMatchObject({
      TableName: 'uploads',
      Key: { uploadId: { S: 'upl_1' } },
      ConditionExpression: 'attribute_exists(uploadId) AND #status <> :quarantined',
    });
    expect(Update.UpdateExpression).toMatch(
      /REMOVE #ttl, #etag, removal, expiryShard, expiryPosition /,
    );
  });

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'calls a commit stopped by %s transient',
    async (code) => {
      const { orders } = ordersWith(cancelled('None', code));
      await expect(orders.commit(order, [sampleLocation('upl_1')])).rejects.toMatchObject({
        name: 'TransientFault',
        context: { reason: code },
      });
    },
  );

  it('finds the missing upload even when another item was only busy', async () => {
    const { orders } = ordersWith(
      cancelled('TransactionConflict', 'None', 'ConditionalCheckFailed'),
    );
    const commit = orders.commit(order, [sampleLocation('upl_1'), sampleLocation('upl_2')]);
    await expect(commit).rejects.toMatchObject({
      name: 'SourceMissing',
      context: { uploadId: 'upl_2' },
    });
  });

  it('passes on a transaction that can never work', async () => {
    const { orders } = ordersWith(cancelled('ValidationError'));
    await expect(orders.commit(order, [])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });
  });

  it.each([
    ['find', (orders: DynamoOrders) => orders.find('ord_1')],
    ['save', (orders: DynamoOrders) => orders.save(order)],
    ['saveFile', (orders: DynamoOrders) => orders.saveFile(sampleFile('ord_1'))],
    ['create', (orders: DynamoOrders) => orders.create(order, [])],
    ['commit', (orders: DynamoOrders) => orders.commit(order, [])],
    ['needingAttention', (orders: DynamoOrders) => orders.needingAttention(new Date()).next()],
  ])('reports throttling of %s as transient', async (_, call) => {
    const { orders } = ordersWith(jsonError(400, 'ProvisionedThroughputExceededException'));
    await expect(call(orders)).rejects.toMatchObject({ name: 'TransientFault' });
  });
});
