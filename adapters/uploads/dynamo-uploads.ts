import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { AlreadyExists, StaleRecord } from '../../core/errors.ts';
import type { Erasure } from '../../core/retention/model/erasure.ts';
import type { Stretch } from '../../core/shared/model/stretch.ts';
import { uploadIndexes } from '../../core/table-indexes.ts';
import { quotaExceeded, type Reservation } from '../../core/uploads/model/quota.ts';
import type { Upload } from '../../core/uploads/model/upload.ts';
import type { UploadQuery } from '../../core/uploads/model/upload-list.ts';
import type { Uploads } from '../../core/uploads/ports.ts';
import { asking, translated } from '../aws/aws-errors.ts';
import { requiredId } from '../aws/required-id.ts';
import { batchGet } from '../dynamo/batch-get.ts';
import { type ConditionalPut, newWriteId, putIf } from '../dynamo/conditional-put.ts';
import { putEntry } from '../dynamo/ledger-entry.ts';
import { readPositions } from '../dynamo/positions.ts';
import { retryContended } from '../dynamo/retry-contended.ts';
import { shardedKeys } from '../dynamo/sharded-keys.ts';
import { readAllStored } from '../dynamo/stored-records.ts';
import { transact } from '../dynamo/transaction.ts';
import { storedUpload, toUpload, toUploadItem } from '../dynamo/upload-item.ts';
import { createReserved } from './dynamo-create-reserved.ts';
import { listUploads } from './dynamo-upload-lists.ts';

/**
 * The tables beside its own that an upload's transactions reach: quotas when it is created, the
 * ledger when it is erased.
 */
type Beside = { quotas?: string | undefined; erasures?: string | undefined };

/** Uploads in a DynamoDB table keyed by `uploadId`. */
export class DynamoUploads implements Uploads {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #beside: Beside;

  constructor(client: DynamoDBDocumentClient, table: string, beside: Beside = {}) {
    this.#client = client;
    this.#table = table;
    this.#beside = beside;
  }

  async create(upload: Upload, reservations: readonly Reservation[] = []): Promise<void> {
    const put = {
      TableName: this.#table,
      Item: toUploadItem(upload),
      ConditionExpression: 'attribute_not_exists(uploadId)',
    };
    const refused = await asking(`create upload ${upload.uploadId}`, () =>
      reservations.length === 0
        ? this.#putAlone(put)
        : createReserved(this.#client, { put, reservations, quotas: this.#quotas }),
    );
    if (refused === 'exists') throw exists(upload);
    if (refused) throw quotaExceeded(refused);
  }

  get #quotas(): string {
    const { quotas } = this.#beside;
    if (quotas === undefined) throw new Error('DynamoUploads was made without the quotas.');
    return quotas;
  }

  async find(uploadId: string): Promise<Upload | undefined> {
    const command = new GetCommand({
      TableName: this.#table,
      Key: { uploadId },
      ConsistentRead: true,
    });
    const { Item } = await asking(`find upload ${uploadId}`, () => this.#client.send(command));
    return Item && toUpload(Item);
  }

  async wasErased(uploadId: string): Promise<boolean> {
    const { erasures } = this.#beside;
    if (erasures === undefined) throw new Error('DynamoUploads was made without the ledger.');
    const command = new GetCommand({
      TableName: erasures,
      Key: { uploadId },
      ConsistentRead: true,
      ProjectionExpression: 'uploadId',
    });
    const { Item } = await asking(`look for upload ${uploadId} in the erasure ledger`, () =>
      this.#client.send(command),
    );
    return Item !== undefined;
  }

  async findMany(uploadIds: readonly string[]): Promise<Upload[]> {
    const keys = [...new Set(uploadIds)].map((uploadId) => ({ uploadId }));
    const items = await asking(`find ${keys.length} uploads`, () =>
      batchGet(this.#client, { table: this.#table, keys }),
    );
    return readAllStored(storedUpload, items);
  }

  async save(upload: Upload): Promise<Upload> {
    const next = { ...upload, revision: upload.revision + 1 };
    const put = {
      TableName: this.#table,
      Item: toUploadItem(next),
      ConditionExpression: '#revision = :revision',
      ExpressionAttributeNames: { '#revision': 'revision' },
      ExpressionAttributeValues: { ':revision': upload.revision },
    };
    const written = await asking(`save upload ${upload.uploadId}`, () => putIf(this.#client, put));
    if (!written) throw stale(upload);
    return next;
  }

  async erase(upload: Upload, erasure: Erasure): Promise<void> {
    const { uploadId, revision } = upload;
    const writeId = newWriteId();
    const removal = {
      TableName: this.#table,
      Key: { uploadId },
      ConditionExpression: '#revision = :revision',
      ExpressionAttributeNames: { '#revision': 'revision' },
      ExpressionAttributeValues: { ':revision': revision },
    };
    const entry = putEntry(this.#beside.erasures, erasure, writeId);
    const items = [entry, { Delete: removal }];
    const refused = await asking(`erase upload ${uploadId}`, () =>
      retryContended(() => transact(this.#client, { items, writeId })),
    );
    if (refused.length > 0) throw stale(upload);
  }

  // A transaction costs twice as much.
  async #putAlone(put: ConditionalPut): Promise<'exists' | undefined> {
    return (await putIf(this.#client, put)) ? undefined : 'exists';
  }

  list(query: UploadQuery, stretch: Stretch): Promise<{ uploads: Upload[]; next?: string }> {
    const lists = {
      table: this.#table,
      findMany: (uploadIds: readonly string[]) => this.findMany(uploadIds),
    };
    return asking('list uploads', () => listUploads(this.#client, lists, { query, stretch }));
  }

  expiring(before: Date): AsyncGenerator<string> {
    return this.#inExpiryIndex('open', before);
  }

  held(before?: Date): AsyncGenerator<string> {
    return this.#inExpiryIndex('held', before);
  }

  async *#inExpiryIndex(list: 'open' | 'held', before: Date | undefined): AsyncGenerator<string> {
    const range = {
      table: this.#table,
      index: uploadIndexes.expiry,
      hashKeys: shardedKeys(list),
      ...(before && { high: before.toISOString() }),
    };
    try {
      for await (const { uploadId } of readPositions(this.#client, {
        ...range,
        backward: false,
        pageSize: 100,
      }))
        yield requiredId(uploadId, 'uploadId');
    } catch (error) {
      throw translated('list uploads that expire', error);
    }
  }
}

const exists = ({ uploadId }: Upload) =>
  new AlreadyExists(`Upload ${uploadId} exists already.`, { context: { uploadId } });

const stale = ({ uploadId }: Upload) =>
  new StaleRecord(`Upload ${uploadId} changed meanwhile. Read it again.`, {
    context: { uploadId },
  });
