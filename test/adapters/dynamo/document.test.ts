import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { json, offline, StubHandler } from '../aws/stub-handler.ts';

describe('the document client', () => {
  it('stores every name of a field, also those that all objects have', async () => {
    const network = new StubHandler(() => json({}));
    const client = documentClient(new DynamoDBClient(offline(network)));
    const metadata = { constructor: 'a', toString: 'b', prototype: 'c' };
    await client.send(new PutCommand({ TableName: 'uploads', Item: { metadata } }));
    expect(JSON.parse(String(network.sent[0]?.body)).Item.metadata).toEqual({
      M: { constructor: { S: 'a' }, toString: { S: 'b' }, prototype: { S: 'c' } },
    });
  });
});
