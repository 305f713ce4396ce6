import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { AlreadyExists, StaleRecord } from '../core/errors.ts';
import { type Upload, uploadSchema } from '../core/model/upload.ts';
import type { Uploads } from '../core/ports.ts';
import { asking } from './aws-errors.ts';
import { batchGet } from './dynamo-batch-get.ts';
import { putIf } from './dynamo-conditional-put.ts';
import { epochSeconds } from './epoch-seconds.ts';

/** The record outlives its bytes, so that a late payment event still finds out what is missing. */
const daysKeptAfterExpiry = 30;

/** Uploads in a DynamoDB table keyed by `uploadId`. */
export class DynamoUploads implements Uploads {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async create(upload: Upload): Promise<void> {
    const put = { TableName: this.#table, Item: toItem(upload), ConditionExpression: 'attribute_not_exists(uploadId)' };
    const written = await asking(`create upload ${upload.uploadId}`, () => putIf(this.#client, put));
    if (!written) throw new AlreadyExists(`Upload ${upload.uploadId} exists already.`, { context: { uploadId: upload.uploadId } });
  }

  async find(uploadId: string): Promise<Upload | undefined> {
    const command = new GetCommand({ TableName: this.#table, Key: { uploadId }, ConsistentRead: true });
    const { Item } = await asking(`find upload ${uploadId}`, () => this.#client.send(command));
    return Item && uploadSchema.parse(Item);
  }

  async findMany(uploadIds: readonly string[]): Promise<Upload[]> {
    const keys = [...new Set(uploadIds)].map((uploadId) => ({ uploadId }));
    const items = await asking(`find ${keys.length} uploads`, () => batchGet(this.#client, { table: this.#table, keys }));
    return items.map((item) => uploadSchema.parse(item));
  }

  async save(upload: Upload): Promise<Upload> {
    const next = { ...upload, revision: upload.revision + 1 };
    const put = {
      TableName: this.#table,
      Item: toItem(next),
      ConditionExpression: '#revision = :revision',
      ExpressionAttributeNames: { '#revision': 'revision' },
      ExpressionAttributeValues: { ':revision': upload.revision },
    };
    const written = await asking(`save upload ${upload.uploadId}`, () => putIf(this.#client, put));
    if (!written)
      throw new StaleRecord(`Upload ${upload.uploadId} changed meanwhile. Read it again.`, { context: { uploadId: upload.uploadId } });
    return next;
  }
}

/** Permanent uploads have no `ttl`: nothing may take them away. */
const toItem = (upload: Upload): Record<string, unknown> =>
  upload.status === 'permanent' ? upload : { ...upload, ttl: epochSeconds(upload.expiresAt, daysKeptAfterExpiry) };
