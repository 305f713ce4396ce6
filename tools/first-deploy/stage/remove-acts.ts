import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { auditIndexes } from '../../../core/table-indexes.ts';
import type { DeployedStage } from './deployed-stage.ts';

/** Removes what the record of operators' acts says about one subject, which this run made up. */
export const removeActs = async (
  { documents, auditTable: TableName }: DeployedStage,
  subject: string,
): Promise<void> => {
  const { name: IndexName, hashKey } = auditIndexes.subject;
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName,
      IndexName,
      KeyConditionExpression: '#subject = :subject',
      ExpressionAttributeNames: { '#subject': hashKey },
      ExpressionAttributeValues: { ':subject': subject },
    }),
  );
  for (const { entryId } of Items)
    await documents.send(new DeleteCommand({ TableName, Key: { entryId } }));
};
