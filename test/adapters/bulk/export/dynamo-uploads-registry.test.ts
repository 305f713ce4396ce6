import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from '@jest/globals';
import { DynamoUploadsRegistry } from '../../../../adapters/bulk/export/dynamo-uploads-registry.ts';
import { documentClient } from '../../../../adapters/dynamo/document.ts';
import { toUploadItem } from '../../../../adapters/dynamo/upload-item.ts';
import type { Upload } from '../../../../core/uploads/model/upload.ts';
import { json, StubHandler } from '../../aws/stub-handler.ts';
import { kept } from './exported-uploads.ts';

/** An item as DynamoDB sends it. */
const itemOf = (upload: Upload) =>
  Object.fromEntries(
    Object.entries(toUploadItem(upload)).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: value },
    ]),
  );

it('reads the uploads table page by page, each after the last upload of the one before', async () => {
  const legacy = kept('upl_1', { ownerId: 'legacy', legacyPath: 'a.jpg' });
  const network = new StubHandler((_request, attempt) =>
    json(
      attempt === 1
        ? {
            Items: [itemOf(legacy)],
            LastEvaluatedKey: { uploadId: { S: 'upl_1' } },
          }
        : { Items: [] },
    ),
  );
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    requestHandler: network as never,
  });
  const place = { table: 'uploads', region: 'eu-west-1' };
  const registry = new DynamoUploadsRegistry(documentClient(client), place);
  expect(registry.name).toBe('eu-west-1/uploads');
  const { uploads, next } = await registry.page();
  expect([uploads, next]).toEqual([[legacy], 'upl_1']);
  expect(await registry.page(next)).toEqual({ uploads: [] });
  expect(network.sent.map(({ body }) => JSON.parse(String(body)))).toEqual([
    { TableName: 'uploads', Limit: 1000 },
    { TableName: 'uploads', Limit: 1000, ExclusiveStartKey: { uploadId: { S: 'upl_1' } } },
  ]);
});
