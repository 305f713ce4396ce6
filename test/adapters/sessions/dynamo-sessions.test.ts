import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { DynamoSessions } from '../../../adapters/sessions/dynamo-sessions.ts';
import { sampleSession } from '../../contracts/shared/samples.ts';
import { json, offline, StubHandler } from '../aws/stub-handler.ts';

const sessionsOnStub = () => {
  const network = new StubHandler(() => json({}));
  return {
    network,
    sessions: new DynamoSessions(documentClient(new DynamoDBClient(offline(network))), 'sessions'),
  };
};

describe('sessions in DynamoDB', () => {
  it('leave it to the table to remove what expired', async () => {
    const { network, sessions } = sessionsOnStub();
    await sessions.create({ ...sampleSession(), expiresAt: '2030-01-02T00:00:00.999Z' });
    expect(JSON.parse(network.only.body).Item.ttl).toEqual({ N: '1893542400' });
  });

  it('are read consistently: a visitor uses the token at once', async () => {
    const { network, sessions } = sessionsOnStub();
    await sessions.findByTokenHash('hash');
    expect(JSON.parse(network.only.body)).toMatchObject({
      Key: { tokenHash: { S: 'hash' } },
      ConsistentRead: true,
    });
  });
});
