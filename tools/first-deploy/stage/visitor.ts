import { DeleteCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { temporaryPrefix } from '../../../core/contract.ts';
import { hashToken } from '../../../core/sessions/model/token-hash.ts';
import { uploadIndexes } from '../../../core/table-indexes.ts';
import { type Api, openSession } from '../../local/api.ts';
import type { DeployedStage } from './deployed-stage.ts';
import { removeBelow } from './stored-objects.ts';

/** Removes the records of everything that an owner has, and their permanent files. */
export const removeUploadsOf = async (stage: DeployedStage, ownerId: string): Promise<void> => {
  const { documents, s3, uploadsTable: TableName, filesBucket } = stage;
  for (const uploadId of await uploadIdsOf(stage, ownerId)) {
    const { Item } = await documents.send(new GetCommand({ TableName, Key: { uploadId } }));
    if (Item?.bucket === filesBucket) await removeBelow(s3, filesBucket, Item.key);
    await documents.send(new DeleteCommand({ TableName, Key: { uploadId } }));
  }
};

const uploadIdsOf = async (
  { documents, uploadsTable }: DeployedStage,
  ownerId: string,
): Promise<string[]> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: uploadsTable,
      IndexName: uploadIndexes.owner.name,
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': uploadIndexes.owner.hashKey },
      ExpressionAttributeValues: { ':owner': ownerId },
    }),
  );
  return Items.map(({ uploadId }) => uploadId);
};

/** Removes a session and everything its visitor uploaded. */
export const removeVisitor = async (stage: DeployedStage, token: string): Promise<void> => {
  const { documents, s3, uploadsTable, uploadsBucket, sessionsTable } = stage;
  const sessionId = await sessionIdOf(stage, token);
  if (!sessionId) return;
  await removeBelow(s3, uploadsBucket, `${temporaryPrefix}${sessionId}/`);
  for (const uploadId of await uploadIdsOf(stage, sessionId))
    await documents.send(new DeleteCommand({ TableName: uploadsTable, Key: { uploadId } }));
  await documents.send(
    new DeleteCommand({ TableName: sessionsTable, Key: { tokenHash: hashToken(token) } }),
  );
};

const sessionIdOf = async (
  { documents, sessionsTable }: DeployedStage,
  token: string,
): Promise<string | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({
      TableName: sessionsTable,
      Key: { tokenHash: hashToken(token) },
      ConsistentRead: true,
    }),
  );
  return Item?.sessionId;
};

/** A new visitor of the API, removed with all their uploads when the run ends. */
export const aVisitor = async (stage: DeployedStage): Promise<Api> => {
  const api = await openSession(stage.apiUrl);
  stage.leftovers.add('the session of a test visitor and its uploads', () =>
    removeVisitor(stage, api.token),
  );
  return api;
};
