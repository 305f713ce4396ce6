import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { sampleUpload } from '../../contracts/shared/samples.ts';
import { type Answer, json, offline, type Sent, StubHandler } from '../aws/stub-handler.ts';

type Keys = { uploadId: { S: string } }[];

const uploadsWith = (answer: (request: Sent, attempt: number) => Answer) => {
  const network = new StubHandler(answer);
  return {
    network,
    uploads: new DynamoUploads(documentClient(new DynamoDBClient(offline(network))), 'uploads'),
  };
};

const ids = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `upl_${index}`);

const keysOf = ({ body }: Sent): Keys => JSON.parse(body).RequestItems.uploads.Keys;

const stored = ({ uploadId }: { uploadId: { S: string } }): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(sampleUpload({ uploadId: uploadId.S })).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: value },
    ]),
  );

/**
 * Answers the first `count` keys of a batch and leaves the rest unprocessed, as a throttled table
 * does.
 */
const atMost = (count: number) => (request: Sent) => {
  const keys = keysOf(request);
  const left = keys.slice(count);
  return json({
    Responses: { uploads: keys.slice(0, count).map(stored) },
    UnprocessedKeys: left.length > 0 ? { uploads: { Keys: left, ConsistentRead: true } } : {},
  });
};

describe('uploads in DynamoDB', () => {
  it('reads in batches of a hundred distinct keys, consistently', async () => {
    const { network, uploads } = uploadsWith(atMost(100));
    expect(await uploads.findMany([...ids(250), ...ids(10)])).toHaveLength(250);
    expect(network.sent.map((request) => keysOf(request).length)).toEqual([100, 100, 50]);
    expect(
      network.sent.every(({ body }) => JSON.parse(body).RequestItems.uploads.ConsistentRead),
    ).toBe(true);
  });

  it('reads one consistently', async () => {
    const { network, uploads } = uploadsWith(() => json({}));
    await uploads.find('upl_1');
    expect(JSON.parse(network.only.body)).toMatchObject({
      Key: { uploadId: { S: 'upl_1' } },
      ConsistentRead: true,
    });
  });

  it('asks again for what a throttled table left out', async () => {
    const { network, uploads } = uploadsWith(atMost(2));
    const found = await uploads.findMany(ids(5));
    expect(found.map(({ uploadId }) => uploadId)).toEqual(ids(5));
    expect(network.sent.map((request) => keysOf(request).length)).toEqual([5, 3, 1]);
  });

  it('gives up on a table that answers nothing', async () => {
    const { network, uploads } = uploadsWith(atMost(0));
    await expect(uploads.findMany(ids(1))).rejects.toMatchObject({ name: 'TransientFault' });
    expect(network.sent).toHaveLength(8);
  });

  it.each([
    ['pending', { N: '1896652800' }],
    ['uploaded', { N: '1896652800' }],
    ['quarantined', { N: '1896652800' }],
    ['permanent', undefined],
  ] as const)(
    'lets %s uploads expire at %j: 30 days after their bytes, or never',
    async (status, ttl) => {
      const { network, uploads } = uploadsWith(() => json({}));
      await uploads.create(
        sampleUpload({ status, expiresAt: '2030-01-08T00:00:00.000Z' } satisfies Partial<Upload>),
      );
      expect(JSON.parse(network.only.body).Item.ttl).toEqual(ttl);
    },
  );

  it('lets no withdrawn upload expire, and no sweep find it', async () => {
    const { network, uploads } = uploadsWith(() => json({}));
    const withdrawnAt = '2030-01-01T00:00:00.000Z';
    await uploads.create(sampleUpload({ status: 'quarantined', withdrawnAt }));
    const { Item } = JSON.parse(network.only.body);
    expect(Item.withdrawnAt).toEqual({ S: withdrawnAt });
    expect(Item).not.toHaveProperty('ttl');
    expect(Item).not.toHaveProperty('expiryShard');
  });

  it('does not hand out a record it cannot understand', async () => {
    const { uploads } = uploadsWith(() => json({ Item: { uploadId: { S: 'upl_1' } } }));
    await expect(uploads.find('upl_1')).rejects.toThrow(/ownerId/);
  });
});
