import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { documents } from './emulator.ts';

/**
 * A table with the keys and indexes of a deployed one, but no function listens to it, and it holds
 * no records of other files. Answers its name.
 */
export const makeTableLike = async (deployed: string): Promise<string> => {
  const { Table } = await documents.send(new DescribeTableCommand({ TableName: deployed }));
  const TableName = `own-${randomUUID()}`;
  await documents.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: Table?.KeySchema,
      AttributeDefinitions: Table?.AttributeDefinitions,
      GlobalSecondaryIndexes: Table?.GlobalSecondaryIndexes?.map(
        ({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }),
      ),
    }),
  );
  return TableName;
};
