import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { fillIndexes } from '../../../tools/fill-indexes/fill-indexes.ts';
import { json, jsonError, offline, StubHandler } from '../../adapters/aws/stub-handler.ts';
import { sampleJob, sampleOrder } from '../../contracts/shared/samples.ts';

const at = '2026-01-01T00:00:00.000Z';
const amount = { value: 49.9, currency: 'EUR' };
const heldPayment = { paymentId: 'pay_2', amount, receivedAt: at, reason: 'second_payment' };
const held = { ...sampleOrder(), orderId: 'ord_held', item: 'ORDER', heldPayments: [heldPayment] };
const old = {
  orders: [
    held,
    { ...sampleOrder(), item: 'ORDER' },
    { orderId: 'ord_held', item: 'FILE#photo', role: 'photo' },
    { orderId: 'payment#pay_1', item: 'PAYMENT', paidOrderId: 'ord_1' },
  ],
  jobs: [{ ...sampleJob({ status: 'finished' }), jobId: 'job_1' }],
  erasures: [
    {
      ...{ uploadId: 'upl_1', ownerId: 'ses_1', category: 'photo', versions: 2, bytes: 9 },
      ...{ erasedAt: at, erasedBy: 'ses_1', writeId: 'w' },
    },
    { uploadId: 'owner#ses_2', ownerId: 'ses_2', requestedAt: at },
  ],
};
const tables = { orders: 'orders', jobs: 'jobs', erasures: 'erasures' };

/** A value as DynamoDB sends it. */
const wire = (value: unknown): Record<string, unknown> => {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: `${value}` };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(wire) };
  const fields = Object.entries(value as object).filter(([, field]) => field !== undefined);
  return { M: Object.fromEntries(fields.map(([name, field]) => [name, wire(field)])) };
};

/** Runs over tables with those records. Answers the result and the updates that were sent. */
const run = async (records: typeof old, onUpdate = json({})) => {
  const network = new StubHandler(({ headers, body }) => {
    const { TableName } = JSON.parse(body);
    if (headers['x-amz-target']?.endsWith('.PutItem')) return json({});
    if (!headers['x-amz-target']?.endsWith('.Scan')) return onUpdate;
    const items = records[TableName as keyof typeof records];
    return json({ Items: items.map((item) => wire(item).M) });
  });
  const client = new DynamoDBClient({ ...offline(network), maxAttempts: 1 });
  const filled = await fillIndexes(documentClient(client), tables);
  const updates = network.sent
    .filter(({ headers }) => headers['x-amz-target']?.endsWith('.UpdateItem'))
    .map(({ body }) => JSON.parse(body));
  const puts = network.sent
    .filter(({ headers }) => headers['x-amz-target']?.endsWith('.PutItem'))
    .map(({ body }) => JSON.parse(body));
  return { filled, updates, puts };
};

describe('records of version 0.1.0', () => {
  it('get the keys by which later lists find them', async () => {
    const { filled, updates } = await run(old);
    expect(filled).toEqual({ orders: 1, jobs: 1, erasures: 1 });
    const values = updates.map(({ ExpressionAttributeValues: written }) => [
      written[':hash'].S,
      written[':sort'].S,
    ]);
    expect(values).toEqual([
      [expect.stringMatching(/^held#\d$/), held.updatedAt],
      [expect.stringMatching(/^finished#\d$/), expect.stringMatching(/job_1$/)],
      [expect.stringMatching(/^erasures#\d$/), `${at}#upl_1`],
    ]);
  });

  it('lead from a payment that is held to its order: refunds and disputes name the payment', async () => {
    const { puts } = await run(old);
    expect(puts).toMatchObject([
      {
        TableName: 'orders',
        Item: { orderId: { S: 'payment#pay_2' }, heldByOrderId: { S: 'ord_held' } },
        ConditionExpression: 'attribute_not_exists(orderId)',
      },
    ]);
  });

  it('are left alone if the service wrote them meanwhile', async () => {
    const { filled, updates } = await run(old, jsonError(400, 'ConditionalCheckFailedException'));
    expect(filled).toEqual({ orders: 0, jobs: 0, erasures: 0 });
    for (const { ConditionExpression } of updates)
      expect(ConditionExpression).toContain('attribute_not_exists(#hash)');
    expect(updates[0].ConditionExpression).toContain('revision = :revision');
  });

  it('end the run with any other error', async () => {
    const refused = jsonError(400, 'AccessDeniedException');
    await expect(run(old, refused)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
