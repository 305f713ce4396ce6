import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import {
  fromCursor,
  type ListPosition,
  readNewestFirst,
  toCursor,
} from '../../../adapters/orders/dynamo-newest-first.ts';
import { json, offline, StubHandler } from '../aws/stub-handler.ts';

const position: ListPosition = { at: '2030-01-01T00:00:00.000Z', orderId: 'ord_1', list: 1 };
const index = { name: 'attention', hashKey: 'attention', sortKey: 'updatedAt' };

const queriesAfter = async (after: Partial<ListPosition>) => {
  const network = new StubHandler(() => json({ Items: [] }));
  const client = documentClient(new DynamoDBClient({ ...offline(network), maxAttempts: 1 }));
  for await (const _ of readNewestFirst(
    client,
    { table: 'orders', index, keys: ['open#0', 'open#1', 'open#2'] },
    after,
  ));
  return network.sent.map(({ body }) => JSON.parse(body));
};

describe('a cursor', () => {
  it('is the position it was made of', () => {
    expect(fromCursor(toCursor(position))).toEqual(position);
  });

  it.each([
    '',
    'nonsense',
    Buffer.from('{}').toString('base64url'),
    Buffer.from(JSON.stringify(['', 'ord_1', 0])).toString('base64url'),
    Buffer.from(JSON.stringify(['2030-01-01T00:00:00.000Z', '', 0])).toString('base64url'),
    Buffer.from('[]').toString('base64url'),
    Buffer.from(JSON.stringify([['2030-01-01T00:00:00.000Z'], 'ord_1', 0])).toString('base64url'),
    Buffer.from(JSON.stringify(['2030-01-01T00:00:00.000Z', ['ord_1'], 0])).toString('base64url'),
    Buffer.from(JSON.stringify(['2030-01-01T00:00:00.000Z', 'ord_1', -1])).toString('base64url'),
    Buffer.from(JSON.stringify(['2030-01-01T00:00:00.000Z', 'ord_1', 0, 0])).toString('base64url'),
    Buffer.from(JSON.stringify(['2030-01-01T00:00:00.000Z', 'ord_1', '0'])).toString('base64url'),
    Buffer.from(JSON.stringify(['2030-01-01T00:00:00.000Z', 'x'.repeat(3_000), 0])).toString(
      'base64url',
    ),
  ])('is not %p', (cursor) => {
    expect(() => fromCursor(cursor)).toThrow(expect.objectContaining({ name: 'InvalidInput' }));
  });
});

describe('reading on', () => {
  it('asks each list for what it has not shown: those before are done with the instant, those behind are not', async () => {
    const bounds = (await queriesAfter(position)).map(
      ({ KeyConditionExpression }) => /<=?/.exec(KeyConditionExpression)?.[0],
    );
    expect(bounds).toEqual(['<', '<=', '<=']);
  });

  it('begins behind the very order in its own list, and nowhere else', async () => {
    const keys = (await queriesAfter(position)).map(({ ExclusiveStartKey }) => ExclusiveStartKey);
    const key = {
      attention: { S: 'open#1' },
      updatedAt: { S: position.at },
      orderId: { S: 'ord_1' },
      item: { S: 'ORDER' },
    };
    expect(keys).toEqual([undefined, key, undefined]);
  });

  it('leaves out the instant that only bounds the list', async () => {
    const queries = await queriesAfter({ at: position.at });
    expect(
      queries.map(({ KeyConditionExpression }) => /<=?/.exec(KeyConditionExpression)?.[0]),
    ).toEqual(['<', '<', '<']);
  });

  it('begins at the newest', async () => {
    for (const query of await queriesAfter({})) {
      expect(query).toMatchObject({
        ScanIndexForward: false,
        IndexName: 'attention',
        KeyConditionExpression: '#hash = :key',
      });
      expect(query).not.toHaveProperty('ExclusiveStartKey');
    }
  });
});
