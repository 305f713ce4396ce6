import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { local, s3 } from '../contracts/shared/emulator.ts';
import { client } from './clients.ts';

/** Tables and buckets as a stage has them, to which no function of a stage listens. */
export type OwnStorage = {
  tables: { orders: string; uploads: string };
  uploadsBucket: string;
  filesBucket: string;
};

const dynamo = new DynamoDBClient(client);

const makeBucket = async (what: string): Promise<string> => {
  const Bucket = `${what}-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  return Bucket;
};

/** With the keys and indexes of a deployed table. */
const makeTableLike = async (deployed: string): Promise<string> => {
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: deployed }));
  const TableName = `story-${randomUUID()}`;
  await dynamo.send(
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

/** Made anew for every file of stories. */
export const makeOwnStorage = async (): Promise<OwnStorage> => {
  const [orders, uploads, uploadsBucket, filesBucket] = await Promise.all([
    makeTableLike(local.tables.orders),
    makeTableLike(local.tables.uploads),
    makeBucket('story-uploads'),
    makeBucket('story-files'),
  ]);
  return { tables: { orders, uploads }, uploadsBucket, filesBucket };
};
