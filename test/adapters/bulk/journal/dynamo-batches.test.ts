import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { DynamoBatches } from '../../../../adapters/bulk/journal/dynamo-batches.ts';
import { documentClient } from '../../../../adapters/dynamo/document.ts';
import type { Batch, BatchRecord } from '../../../../core/bulk/model/batch.ts';
import { sampleBatch, sampleRecord } from '../../../contracts/bulk/batch-samples.ts';
import { FixedClock } from '../../../fakes/shared/fixed-clock.ts';
import { type Answer, json, jsonError, offline, StubHandler } from '../../aws/stub-handler.ts';

const lease = { holder: 'ada', fence: 3, expiresAt: '2030-01-02T00:00:00.000Z' };

const stored = ({
  batchId,
  recordId,
  path,
  key,
  status,
  contentType,
  sizeBytes,
  updatedAt,
}: BatchRecord) => ({
  ...{
    batchId: { S: batchId },
    item: { S: `RECORD#${recordId}` },
    recordId: { S: recordId },
    path: { S: path },
    key: { S: key },
  },
  ...{
    status: { S: status },
    contentType: { S: contentType },
    sizeBytes: { N: String(sizeBytes) },
    attempts: { N: '1' },
  },
  updatedAt: { S: updatedAt },
});

/** A table where another call writes `theirs` between our read and our write. */
const overtakenBy = (batch: Batch, theirs: BatchRecord, refusals: readonly string[]) => {
  const reads: object[][] = [[], [], [stored(theirs)]];
  const writes: Answer[] = [
    jsonError(400, 'TransactionCanceledException', {
      CancellationReasons: refusals.map((Code) => ({ Code })),
    }),
    json({}),
  ];
  const network = new StubHandler(({ headers }) =>
    headers['x-amz-target']?.endsWith('BatchGetItem')
      ? json({ Responses: { batches: reads.shift() ?? [] } })
      : (writes.shift() ?? json({})),
  );
  const batches = new DynamoBatches(
    documentClient(new DynamoDBClient(offline(network))),
    'batches',
    new FixedClock(),
  );
  const transactions = () =>
    network.sent.map(({ body }) => JSON.parse(body)).filter(({ TransactItems }) => TransactItems);
  return {
    update: (record: BatchRecord) => batches.update(batch.batchId, [record], lease),
    transactions,
  };
};

const batch = sampleBatch();
const ours = sampleRecord(batch, 'a.jpg', { status: 'transferred', sizeBytes: 12 });

describe('two calls that write the same record', () => {
  it('puts a first record only where there is none', async () => {
    const { update, transactions } = overtakenBy(batch, ours, []);
    await update(ours).catch(() => undefined);
    expect(transactions()[0].TransactItems[1].Put.ConditionExpression).toBe(
      'attribute_not_exists(batchId)',
    );
  });

  it('reads what the other wrote, and counts from there', async () => {
    const theirs: BatchRecord = { ...ours, status: 'failed', sizeBytes: 10 };
    const { update, transactions } = overtakenBy(batch, theirs, ['None', 'ConditionalCheckFailed']);
    await update(ours);
    const [first, second] = transactions();
    expect(first.TransactItems[0].Update.ExpressionAttributeValues).toMatchObject({
      ':transferredFiles': { N: '1' },
    });
    expect(second.TransactItems[0].Update.ExpressionAttributeValues).toMatchObject({
      ':transferredFiles': { N: '1' },
      ':failedFiles': { N: '-1' },
      ':failedBytes': { N: '-10' },
    });
    expect(second.TransactItems[1].Put).toMatchObject({
      ConditionExpression: '#status = :status AND sizeBytes = :bytes',
      ExpressionAttributeValues: { ':status': { S: 'failed' }, ':bytes': { N: '10' } },
    });
  });

  it('stops when it is the lease that was lost', async () => {
    const { update, transactions } = overtakenBy(batch, ours, [
      'ConditionalCheckFailed',
      'ConditionalCheckFailed',
    ]);
    await expect(update(ours)).rejects.toMatchObject({ name: 'AttemptSuperseded' });
    expect(transactions()).toHaveLength(1);
  });
});
