import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { DynamoRegistrations } from '../../../adapters/bulk/dynamo-registrations.ts';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { type Answer, json, jsonError, StubHandler } from '../aws/stub-handler.ts';

const remove = async (answers: readonly Answer[]) => {
  const network = new StubHandler((_request, attempt) => answers[attempt - 1] ?? json({}));
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    requestHandler: network as never,
    maxAttempts: 1,
  });
  const registrations = new DynamoRegistrations(documentClient(client), 'uploads');
  await registrations.remove({ uploadId: 'upl_1', bucket: 'files', key: 'photos/legacy/1' });
  return network.sent.map(({ headers, body }) => ({
    action: headers['x-amz-target']?.split('.')[1],
    ...JSON.parse(body),
  }));
};

const refused = jsonError(400, 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException');

describe('taking a migrated file out of the registry', () => {
  it('deletes what a migration registered', async () => {
    expect(await remove([json({})])).toMatchObject([
      {
        action: 'DeleteItem',
        ConditionExpression:
          '#bucket = :bucket AND #key = :key AND attribute_not_exists(readThrough) AND ' +
          'attribute_not_exists(#hold)',
      },
    ]);
  });

  it('leaves what is held by law as it is', async () => {
    const held = { ...refused, body: JSON.stringify({ Item: { hold: { M: {} } } }) };
    expect(await remove([held])).toMatchObject([{ action: 'DeleteItem' }]);
  });

  it('serves what was registered before it was moved from the old system again', async () => {
    expect(await remove([refused, json({})])).toMatchObject([
      { action: 'DeleteItem' },
      {
        action: 'UpdateItem',
        UpdateExpression: expect.stringMatching(/#source = :local.* REMOVE versionId, sha256/),
        ConditionExpression: '#bucket = :bucket AND #key = :key AND attribute_exists(readThrough)',
        ExpressionAttributeValues: { ':local': { S: 'local' } },
      },
    ]);
  });

  it('leaves what moved on, or is gone, alone', async () => {
    await expect(remove([refused, refused])).resolves.toHaveLength(2);
  });
});
