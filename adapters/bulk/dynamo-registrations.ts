import { DeleteCommand, type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Registrations } from '../../core/bulk/ports.ts';
import { asking, awsError } from '../aws/aws-errors.ts';

/** Names and values of the condition that an upload still points at a key. */
type AddressCondition = {
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Record<string, string>;
};

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
  }): Promise<boolean> {
    const atAddress = {
      ExpressionAttributeNames: { '#bucket': 'bucket', '#key': 'key' },
      ExpressionAttributeValues: { ':bucket': bucket, ':key': key },
    };
    const command = new DeleteCommand({
      TableName: this.#table,
      Key: { uploadId },
      // An order that took the file over points it at a copy of its own.
      ConditionExpression:
        '#bucket = :bucket AND #key = :key AND attribute_not_exists(readThrough) AND ' +
        'attribute_not_exists(#hold)',
      ...atAddress,
      ExpressionAttributeNames: { ...atAddress.ExpressionAttributeNames, '#hold': 'hold' },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const outcome = await asking(`remove upload ${uploadId}`, () =>
      this.#client.send(command).then(() => 'removed' as const, refusal),
    );
    if (outcome === 'refused') await this.#leaveBehind(uploadId, atAddress);
    return outcome !== 'held';
  }

  /** A file that was registered before it was moved is served from the old system again. */
  async #leaveBehind(uploadId: string, { ExpressionAttributeNames, ...values }: AddressCondition) {
    const command = new UpdateCommand({
      TableName: this.#table,
      Key: { uploadId },
      UpdateExpression: 'SET #source = :local, revision = revision + :one REMOVE versionId, sha256',
      ConditionExpression: '#bucket = :bucket AND #key = :key AND attribute_exists(readThrough)',
      ExpressionAttributeNames: { ...ExpressionAttributeNames, '#source': 'source' },
      ExpressionAttributeValues: {
        ...values.ExpressionAttributeValues,
        ':local': 'local',
        ':one': 1,
      },
    });
    await asking(`leave upload ${uploadId} where it lay`, () =>
      this.#client.send(command).then(done, unlessMovedOn),
    );
  }
}

/** A hold whose time is over counts until the sweep has ended it. */
const refusal = (error: unknown): 'held' | 'refused' => {
  if (awsError(error).name !== 'ConditionalCheckFailedException') throw error;
  const { Item = {} } = error as { Item?: object };
  return 'hold' in Item ? 'held' : 'refused';
};

const done = () => true;

const unlessMovedOn = (error: unknown): false => {
  if (awsError(error).name !== 'ConditionalCheckFailedException') throw error;
  return false;
};
