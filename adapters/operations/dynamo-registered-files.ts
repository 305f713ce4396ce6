import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { RegisteredFiles, RegisteredPage } from '../../core/operations/ports.ts';
import { uploadStatuses } from '../../core/uploads/model/upload.ts';
import { translated } from '../aws/aws-errors.ts';
import { separated } from '../dynamo/stored-records.ts';
import { storedUpload } from '../dynamo/upload-item.ts';

const otherStatuses = uploadStatuses.filter((status) => status !== 'permanent');

/**
 * What is of no other known status: a record without a status, or with one that is not known here,
 * may be that of a permanent file.
 */
const notOfAnotherStatus = {
  FilterExpression: `NOT (#status IN (${otherStatuses.map((_, at) => `:other${at}`).join(', ')}))`,
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: Object.fromEntries(
    otherStatuses.map((status, at) => [`:other${at}`, status]),
  ),
};

/**
 * Permanent uploads in a DynamoDB table, by reading all of it, 1 MB a page by default: for
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

  async *pages(after?: string): AsyncGenerator<RegisteredPage> {
    const scan = { TableName: this.#table, ...notOfAnotherStatus };
    const startingToken = after === undefined ? undefined : { uploadId: after };
    const config = {
      client: this.#client,
      ...(startingToken && { startingToken }),
      ...(this.#pageSize !== undefined && { pageSize: this.#pageSize }),
    };
    try {
      for await (const { Items = [], LastEvaluatedKey: last } of paginateScan(config, scan)) {
        const { read: uploads, unreadable } = separated(storedUpload, Items);
        yield { uploads, unreadable, next: last && String(last.uploadId) };
      }
    } catch (error) {
      throw translated('read the registry', error);
    }
  }
}
