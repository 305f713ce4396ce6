import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * The client the DynamoDB adapters expect. Optional properties set to `undefined` are left out
 * instead of refused. An object with a property named `constructor`, which the SDK would refuse as
 * an instance of a class, is stored like any other.
 */
export const documentClient = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
  });
