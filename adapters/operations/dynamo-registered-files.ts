import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { RegisteredFiles } from '../../core/operations/ports.ts';
import type { Upload } from '../../core/uploads/model/upload.ts';
import { translated } from '../aws/aws-errors.ts';
import { toUpload } from '../dynamo/upload-item.ts';

/**
 * Permanent uploads in a DynamoDB table, by reading all of it: for operators who look at
 * everything, never for a request.
 */
export class DynamoRegisteredFiles implements RegisteredFiles {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async *pages(): AsyncGenerator<Upload[]> {
    const scan = {
      TableName: this.#table,
      FilterExpression: '#status = :permanent',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':permanent': 'permanent' },
    };
    try {
      for await (const { Items = [] } of paginateScan({ client: this.#client }, scan))
        yield Items.map(toUpload);
    } catch (error) {
      throw translated('read the registry', error);
    }
  }
}
