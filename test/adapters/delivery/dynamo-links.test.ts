import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { DynamoLinks } from '../../../adapters/delivery/dynamo-links.ts';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { sampleLink } from '../../contracts/shared/samples.ts';
import { type Answer, json, jsonError, offline, StubHandler } from '../aws/stub-handler.ts';

const linksWith = (...answers: Answer[]) => {
  const network = new StubHandler(
    (_request, attempt) => answers[Math.min(attempt, answers.length) - 1] ?? json({}),
  );
  const client = documentClient(new DynamoDBClient({ ...offline(network), maxAttempts: 1 }));
  return { network, links: new DynamoLinks(client, 'links') };
};

describe('links in DynamoDB', () => {
  it('leave it to the table to remove what expired a month ago', async () => {
    const { network, links } = linksWith(json({}));
    await links.create(sampleLink({ expiresAt: '2030-01-02T00:00:00.999Z' }));
    expect(JSON.parse(network.only.body).Item.ttl).toEqual({ N: String(1893542400 + 30 * 86_400) });
  });

  it('are read consistently: a revoked link is dead at once', async () => {
    const { network, links } = linksWith(json({}));
    await links.find('hash');
    expect(JSON.parse(network.only.body)).toMatchObject({
      Key: { tokenHash: { S: 'hash' } },
      ConsistentRead: true,
    });
  });

  it('are of an order only while they lead there, whatever the index still says', async () => {
    const [there, elsewhere] = [sampleLink(), sampleLink({ orderId: 'ord_other' })];
    const items = [there, elsewhere].map((link) =>
      Object.fromEntries(Object.entries(link).map(([name, S]) => [name, { S }])),
    );
    const { links } = linksWith(
      json({ Items: items.map(({ tokenHash }) => ({ tokenHash })) }),
      json({ Responses: { links: items } }),
    );
    expect(await links.ofOrder('ord_1')).toEqual([there]);
  });

  it('are touched in place, so that a change made meanwhile is not undone', async () => {
    const { network, links } = linksWith(json({}));
    await links.touch('hash', '2030-01-31');
    expect(JSON.parse(network.only.body)).toMatchObject({
      UpdateExpression: 'SET lastUsedOn = :day',
      Key: { tokenHash: { S: 'hash' } },
    });
  });

  it('do not mind that today was noted already', async () => {
    await expect(
      linksWith(jsonError(400, 'ConditionalCheckFailedException')).links.touch(
        'hash',
        '2030-01-31',
      ),
    ).resolves.toBeUndefined();
  });

  it.each([
    ['find', (links: DynamoLinks) => links.find('hash')],
    ['create', (links: DynamoLinks) => links.create(sampleLink())],
    ['replace', (links: DynamoLinks) => links.replace(sampleLink(), sampleLink())],
    ['touch', (links: DynamoLinks) => links.touch('hash', '2030-01-31')],
  ])('report throttling of %s as transient, and no token', async (_, call) => {
    const { links } = linksWith(jsonError(400, 'ProvisionedThroughputExceededException'));
    await expect(call(links)).rejects.toMatchObject({
      name: 'TransientFault',
      message: expect.not.stringContaining('hash'),
    });
  });
});
