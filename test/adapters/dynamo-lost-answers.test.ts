import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { documentClient } from '../../adapters/dynamo-document.ts';
import { DynamoLinks } from '../../adapters/dynamo-links.ts';
import { DynamoOrders } from '../../adapters/dynamo-orders.ts';
import { DynamoSessions } from '../../adapters/dynamo-sessions.ts';
import { DynamoUploads } from '../../adapters/dynamo-uploads.ts';
import { sampleFile, sampleLink, sampleLocation, sampleOrder, sampleSession, sampleUpload } from '../contracts/samples.ts';
import { type Answer, connectionReset, jsonError, offline, type Sent, StubHandler } from './stub-handler.ts';

type Item = Record<string, unknown>;

/** The first item a request writes, as DynamoDB would have stored it. */
const written = ({ body }: Sent): Item => {
  const { Item, TransactItems } = JSON.parse(body);
  return Item ?? TransactItems[0].Put.Item;
};

const refusal = (operation: string, stored: Item): Answer => {
  if (operation === 'PutItem') return jsonError(400, 'ConditionalCheckFailedException', { Item: stored });
  const reasons = [{ Code: 'ConditionalCheckFailed', Item: stored }, { Code: 'None' }];
  return jsonError(400, 'TransactionCanceledException', { CancellationReasons: reasons });
};

/** A table that took the first request, whose answer got lost, and now refuses the repetition; it returns what is stored. */
function lossy(stored: (first: Item) => Item) {
  let first: Item = {};
  const network = new StubHandler((request, attempt) => {
    if (attempt === 1) {
      first = written(request);
      return connectionReset();
    }
    const [, operation = ''] = (request.headers['x-amz-target'] ?? '').split('.');
    return refusal(operation, stored(first));
  });
  const client = documentClient(new DynamoDBClient(offline(network)));
  return {
    network,
    orders: new DynamoOrders(client, { orders: 'orders', uploads: 'uploads' }),
    uploads: new DynamoUploads(client, 'uploads'),
    sessions: new DynamoSessions(client, 'sessions'),
    links: new DynamoLinks(client, 'links'),
  };
}

type Adapters = ReturnType<typeof lossy>;

const order = sampleOrder();
const file = sampleFile(order.orderId);

const writes: [string, string, (adapters: Adapters) => Promise<unknown>][] = [
  ['creating an upload', 'AlreadyExists', ({ uploads }) => uploads.create(sampleUpload())],
  ['saving an upload', 'StaleRecord', ({ uploads }) => uploads.save(sampleUpload({ status: 'uploaded' }))],
  ['creating a session', 'AlreadyExists', ({ sessions }) => sessions.create(sampleSession())],
  ['creating a link', 'AlreadyExists', ({ links }) => links.create(sampleLink())],
  ['changing a link', 'StaleRecord', ({ links }) => links.replace(sampleLink())],
  ['creating an order', 'AlreadyExists', ({ orders }) => orders.create(order, [file])],
  ['saving an order', 'StaleRecord', ({ orders }) => orders.save(order)],
  ['saving a ledger entry', 'StaleRecord', ({ orders }) => orders.saveFile(file)],
  ['committing an order', 'StaleRecord', ({ orders }) => orders.commit(order, [sampleLocation('upl_1')])],
];

describe('when the answer to a write is lost', () => {
  it.each(writes)('%s succeeds: the repetition meets its own write', async (_, _refusal, write) => {
    const adapters = lossy((first) => first);
    await write(adapters);
    expect(adapters.network.sent).toHaveLength(2);
  });

  it.each(writes)('%s fails as %s when somebody else wrote', async (_, name, write) => {
    const adapters = lossy((first) => ({ ...first, writeId: { S: 'somebody-else' } }));
    await expect(write(adapters)).rejects.toMatchObject({ name });
  });

  it.each(writes)('%s fails as %s when what is stored has no writer', async (_, name, write) => {
    const adapters = lossy(({ writeId: _writer, ...first }) => first);
    await expect(write(adapters)).rejects.toMatchObject({ name });
  });

  it('answers the next revision all the same', async () => {
    const saved = await lossy((first) => first).orders.save(order);
    expect(saved).toEqual({ ...order, revision: order.revision + 1 });
  });
});
