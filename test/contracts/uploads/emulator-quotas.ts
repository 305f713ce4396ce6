import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Tally } from '../../../core/retention/model/upload-count.ts';
import { documents, local } from '../shared/emulator.ts';

/** The value of a quota's counter in the deployed table. */
export const reserved = async (counter: string): Promise<Tally | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: local.tables.quotas, Key: { counter }, ConsistentRead: true }),
  );
  return Item && { files: Item.files as number, bytes: Item.bytes as number };
};
