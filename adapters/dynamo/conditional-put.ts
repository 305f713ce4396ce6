import { randomUUID } from 'node:crypto';
import {
  type DynamoDBDocumentClient,
  PutCommand,
  type PutCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { awsError } from '../aws/aws-errors.ts';

/** A put that must not happen unless its condition holds. */
export type ConditionalPut = Pick<
  PutCommandInput,
  'TableName' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
> & {
  Item: Record<string, unknown>;
  ConditionExpression: string;
};

/** By its write id, a repeated conditional write recognises its own earlier success. */
export const newWriteId = (): string => randomUUID();

/**
 * True when `item`, as returned with a failed condition, was put there by this very write. The item
 * comes marshalled or not.
 */
export function isOurs(item: unknown, writeId: string): boolean {
  const stored = (item as { writeId?: string | { S?: string } } | undefined)?.writeId;
  return stored !== undefined && (typeof stored === 'string' ? stored : stored.S) === writeId;
}

/**
 * Returns whether the item was written. When the answer to a successful put is lost, the SDK sends
 * the put again, and the second one fails its own condition. The stored `writeId` tells this from
 * another process's write.
 */
export async function putIf(client: DynamoDBDocumentClient, put: ConditionalPut): Promise<boolean> {
  const writeId = newWriteId();
  const command = new PutCommand({
    ...put,
    Item: { ...put.Item, writeId },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await client.send(command);
    return true;
  } catch (error) {
    if (awsError(error).name !== 'ConditionalCheckFailedException') throw error;
    return isOurs((error as { Item?: unknown }).Item, writeId);
  }
}
