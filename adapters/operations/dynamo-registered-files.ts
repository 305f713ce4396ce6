import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { RegisteredFiles } from '../../core/operations/ports.ts';
import type { Upload } from '../../core/uploads/model/upload.ts';
import { translated } from '../aws/aws-errors.ts';
import { toUpload } from '../dynamo/upload-item.ts';

/**
 * Permanent uploads in a DynamoDB table, by reading all of it, 1 MB a page unless told: for
 * operators who look at everything, never for a customer's request.
 */
export class DynamoRegisteredFiles implements RegisteredFiles {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #pageSize: number | undefined;

  constructor(client: DynamoDBDocumentClient, table: string, pageSize?: number) {
    this.#client = client;
    this.#table = table;
    this.#pageSize = pageSize;
  }

  async *pages(after?: string): AsyncGenerator<{ uploads: Upload[]; next?: string | undefined }> {
    const scan = {
      TableName: this.#table,
      FilterExpression: '#status = :permanent',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':permanent': 'permanent' },
    };
    const startingToken = after === undefined ? undefined : { uploadId: after };
    const config = {
      client: this.#client,
      ...(startingToken && { startingToken }),
      ...(this.#pageSize !== undefined && { pageSize: this.#pageSize }),
    };
    try {
      for await (const { Items = [], LastEvaluatedKey: last } of paginateScan(config, scan))
        yield { uploads: Items.map(toUpload), next: last && String(last.uploadId) };
    } catch (error) {
      throw translated('read the registry', error);
    }
  }
}
