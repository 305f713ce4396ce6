import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { UploadsRegistry } from '../../../core/bulk/export/ports.ts';
import { complete } from '../../../core/shared/unreadable.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { asking } from '../../aws/aws-errors.ts';
import { separated } from '../../dynamo/stored-records.ts';
import { storedUpload } from '../../dynamo/upload-item.ts';

/** Uploads a page has; 1 MB, DynamoDB's own limit, is about as many. */
const pageSize = 1000;

type Page = { uploads: Upload[]; next?: string };

/**
 * The uploads table, read from end to end. A million uploads of 1 KB are 125,000 read units, about
 * 0.03 dollars: no index has what changed since a time.
 */
export class DynamoUploadsRegistry implements UploadsRegistry {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #pageSize: number;
  readonly name: string;

  constructor(
    client: DynamoDBDocumentClient,
    {
      table,
      region,
      pageSize: size = pageSize,
    }: { table: string; region: string; pageSize?: number },
  ) {
    this.#client = client;
    this.#table = table;
    this.#pageSize = size;
    this.name = `${region}/${table}`;
  }

  async page(after?: string): Promise<Page> {
    const command = new ScanCommand({
      TableName: this.#table,
      Limit: this.#pageSize,
      ...(after !== undefined && { ExclusiveStartKey: { uploadId: after } }),
    });
    const { Items = [], LastEvaluatedKey } = await asking('read the uploads table', () =>
      this.#client.send(command),
    );
    const next: string | undefined = LastEvaluatedKey?.uploadId;
    const { read, unreadable } = separated(storedUpload, Items);
    return complete({ uploads: read, ...(next !== undefined && { next }) }, unreadable);
  }
}
