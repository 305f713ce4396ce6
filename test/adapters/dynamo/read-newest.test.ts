import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { readNewest } from '../../../adapters/dynamo/read-newest.ts';

const index = { name: 'by-time', hashKey: 'list', sortKey: 'position' };
const range = { table: 'ledger', key: 'uploadId', index, hashKeys: ['all#0'] };

type Sent = { input: { RequestItems?: Record<string, { Keys: { uploadId: string }[] }> } };

/** A table whose index answers these places, and whose every record is there. */
const tableOf = (...places: [uploadId: string, position: string][]) => {
  const client = documentClient(new DynamoDBClient({ region: 'eu-central-1' }));
  const send = async ({ input: { RequestItems } }: Sent) => {
    if (RequestItems) return { Responses: { ledger: RequestItems.ledger?.Keys } };
    return { Items: places.map(([uploadId, position]) => ({ uploadId, position })) };
  };
  return Object.assign(client, { send: send as never });
};

const ids = (items: readonly unknown[]) =>
  (items as { uploadId: string }[]).map(({ uploadId }) => uploadId);

describe('the newest records of an index', () => {
  it('are at most as many as asked for, with the position to go on below', async () => {
    const { items, next } = await readNewest(tableOf(['c', '3'], ['b', '2'], ['a', '1']), range, 2);
    expect([ids(items), next]).toEqual([['c', 'b'], '2']);
  });

  it('have no next position when there are no more', async () => {
    const found = await readNewest(tableOf(['b', '2'], ['a', '1']), range, 2);
    expect(found).toEqual({ items: [{ uploadId: 'b' }, { uploadId: 'a' }] });
  });

  // DynamoDB refuses to read a key twice in one batch.
  it('come once while the index has an old and a new place of one', async () => {
    const table = tableOf(['b', '3'], ['b', '2'], ['a', '1']);
    expect(ids((await readNewest(table, range, 2)).items)).toEqual(['b', 'a']);
    expect(await readNewest(table, range, 1)).toMatchObject({ next: '2' });
  });
});
