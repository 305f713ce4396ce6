import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { RegisteredFiles } from '../../core/operations/ports.ts';
import type { Upload } from '../../core/uploads/model/upload.ts';
import { translated } from '../aws/aws-errors.ts';
import { toUpload } from '../dynamo/upload-item.ts';

/**
 * Permanent uploads in a DynamoDB table, by reading all of it, 1 MB a page: for operators who look
 * at everything, never for a customer's request.
 */
export class DynamoRegisteredFiles implements RegisteredFiles {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async *pages(after?: string): AsyncGenerator<{ uploads: Upload[]; next?: string | undefined }> {
    const scan = {
      TableName: this.#table,
      FilterExpression: '#status = :permanent',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':permanent': 'permanent' },
    };
    const startingToken = after === undefined ? undefined : { uploadId: after };
    const config = { client: this.#client, ...(startingToken && { startingToken }) };
    try {
      for await (const { Items = [], LastEvaluatedKey: last } of paginateScan(config, scan))
        yield { uploads: Items.map(toUpload), next: last && String(last.uploadId) };
    } catch (error) {
      throw translated('read the registry', error);
    }
  }
}
