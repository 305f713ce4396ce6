import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { DynamoLinks } from '../../../adapters/delivery/dynamo-links.ts';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { DynamoJobs } from '../../../adapters/jobs/dynamo-jobs.ts';
import { DynamoOrders } from '../../../adapters/orders/dynamo-orders.ts';
import { DynamoStats } from '../../../adapters/retention/dynamo-stats.ts';
import { DynamoSessions } from '../../../adapters/sessions/dynamo-sessions.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import {
  sampleFile,
  sampleJob,
  sampleLink,
  sampleLocation,
  sampleOrder,
  sampleSession,
  sampleUpload,
} from '../../contracts/shared/samples.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import {
  type Answer,
  connectionReset,
  jsonError,
  offline,
  type Sent,
  StubHandler,
} from '../aws/stub-handler.ts';

type Item = Record<string, unknown>;

/** The first item a request writes, as DynamoDB would have stored it. */
const written = ({ body }: Sent): Item => {
  const { Item, TransactItems } = JSON.parse(body);
  return Item ?? TransactItems[0].Put.Item;
};

const refusal = (operation: string, stored: Item): Answer => {
  if (operation === 'PutItem')
    return jsonError(400, 'ConditionalCheckFailedException', { Item: stored });
  const reasons = [{ Code: 'ConditionalCheckFailed', Item: stored }, { Code: 'None' }];
  return jsonError(400, 'TransactionCanceledException', { CancellationReasons: reasons });
};

/**
 * A table whose answer to the first request was lost and that refuses the repeated one. It returns
 * the stored item.
 */
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
    uploads: new DynamoUploads(client, 'uploads', { quotas: 'quotas', erasures: 'erasures' }),
    stats: new DynamoStats(client, { stats: 'stats', quotas: 'quotas' }, new FixedClock()),
    sessions: new DynamoSessions(client, 'sessions'),
    links: new DynamoLinks(client, 'links'),
    jobs: new DynamoJobs(client, 'jobs'),
  };
}

type Adapters = ReturnType<typeof lossy>;

const order = sampleOrder();
const file = sampleFile(order.orderId);
const reservation = {
  quota: 'session' as const,
  counter: 'ses_1',
  bytes: 3,
  limit: { files: 10, bytes: 10 },
  forgetAfter: '2030-06-01T00:00:00.000Z',
};
const erasedAt = '2030-01-02T00:00:00.000Z';
const erasure = {
  uploadId: 'upl_1',
  ownerId: 'ses_1',
  category: 'photos',
  versions: 1,
  bytes: 3,
  erasedAt,
  erasedBy: 'ses_1',
};
const mark = { uploadId: 'upl_1', revision: 2, labels: ['status#uploaded'], bytes: 3 };

const writes: [string, string, (adapters: Adapters) => Promise<unknown>][] = [
  ['creating an upload', 'AlreadyExists', ({ uploads }) => uploads.create(sampleUpload())],
  [
    'creating an upload with what it reserves',
    'AlreadyExists',
    ({ uploads }) => uploads.create(sampleUpload(), [reservation]),
  ],
  ['erasing an upload', 'StaleRecord', ({ uploads }) => uploads.erase(sampleUpload(), erasure)],
  [
    'counting an upload',
    'StaleRecord',
    ({ stats }) => stats.count({ marks: [{ mark, over: 1 }], counters: [], holders: [] }),
  ],
  [
    'saving an upload',
    'StaleRecord',
    ({ uploads }) => uploads.save(sampleUpload({ status: 'uploaded' })),
  ],
  ['creating a job', 'AlreadyExists', ({ jobs }) => jobs.create(sampleJob())],
  ['saving a job', 'StaleRecord', ({ jobs }) => jobs.save(sampleJob())],
  ['creating a session', 'AlreadyExists', ({ sessions }) => sessions.create(sampleSession())],
  ['creating a link', 'AlreadyExists', ({ links }) => links.create(sampleLink())],
  ['changing a link', 'StaleRecord', ({ links }) => links.replace(sampleLink(), sampleLink())],
  ['creating an order', 'AlreadyExists', ({ orders }) => orders.create(order, [file])],
  ['saving an order', 'StaleRecord', ({ orders }) => orders.save(order)],
  ['saving a ledger entry', 'StaleRecord', ({ orders }) => orders.saveFile(file)],
  [
    'committing an order',
    'StaleRecord',
    ({ orders }) => orders.commit(order, [sampleLocation('upl_1')]),
  ],
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
