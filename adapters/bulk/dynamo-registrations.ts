import { DeleteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Registrations } from '../../core/bulk/ports.ts';
import { asking, awsError } from '../aws/aws-errors.ts';

/** Entries of the uploads table that a migration made. */
export class DynamoRegistrations implements Registrations {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async remove({
    uploadId,
    bucket,
    key,
  }: {
    uploadId: string;
    bucket: string;
    key: string;
  }): Promise<void> {
    const command = new DeleteCommand({
      TableName: this.#table,
      Key: { uploadId },
      // An order that took the file over points it at a copy of its own.
      ConditionExpression: '#bucket = :bucket AND #key = :key',
      ExpressionAttributeNames: { '#bucket': 'bucket', '#key': 'key' },
      ExpressionAttributeValues: { ':bucket': bucket, ':key': key },
    });
    await asking(`remove upload ${uploadId}`, () =>
      this.#client.send(command).catch(unlessMovedOn),
    );
  }
}

const unlessMovedOn = (error: unknown): void => {
  if (awsError(error).name !== 'ConditionalCheckFailedException') throw error;
};
