import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Erasure, erasureSchema } from '../../core/retention/model/erasure.ts';
import type { Erasures } from '../../core/retention/ports.ts';
import { asking } from '../aws/aws-errors.ts';

/**
 * The erasure ledger in a DynamoDB table keyed by `uploadId`; entries are written by
 * `DynamoUploads.erase` and never expire.
 */
export class DynamoErasures implements Erasures {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find(uploadId: string): Promise<Erasure | undefined> {
    const command = new GetCommand({
      TableName: this.#table,
      Key: { uploadId },
      ConsistentRead: true,
    });
    const { Item } = await asking(`look for upload ${uploadId} in the erasure ledger`, () =>
      this.#client.send(command),
    );
    return Item && erasureSchema.parse(Item);
  }
}
