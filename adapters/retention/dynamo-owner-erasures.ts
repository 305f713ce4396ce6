import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  type OwnerErasure,
  storedErasureSchema,
} from '../../core/retention/model/owner-erasure.ts';
import type { OwnerErasures } from '../../core/retention/ports.ts';
import { erasuresIndex, openErasureList } from '../../core/table-indexes.ts';
import { asking, translated } from '../aws/aws-errors.ts';
import { requiredId } from '../aws/required-id.ts';
import { putIf } from '../dynamo/conditional-put.ts';
import { readPositions } from '../dynamo/positions.ts';
import { shardedKey, shardedKeys } from '../dynamo/sharded-keys.ts';
import { readStored, type StoredKind } from '../dynamo/stored-records.ts';

const storedRequest: StoredKind<OwnerErasure> = {
  kind: 'erasure',
  idOf: ({ uploadId }) => uploadId,
  parse: (item) => storedErasureSchema.parse(item),
};

/** Requests beside the ledger, under `owner#<id>`; only those not finished are in an index. */
export class DynamoOwnerErasures implements OwnerErasures {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find(ownerId: string): Promise<OwnerErasure | undefined> {
    const command = new GetCommand({
      TableName: this.#table,
      Key: keyOf(ownerId),
      ConsistentRead: true,
    });
    const { Item } = await asking('find the erasure of an owner', () => this.#client.send(command));
    return Item && readStored(storedRequest, Item);
  }

  async begin(request: OwnerErasure): Promise<void> {
    const command = new PutCommand({ TableName: this.#table, Item: itemOf(request) });
    await asking('put the erasure of an owner on record', () => this.#client.send(command));
  }

  async save(request: OwnerErasure): Promise<void> {
    const put = {
      TableName: this.#table,
      Item: itemOf(request),
      ConditionExpression: 'requestedAt = :requestedAt',
      ExpressionAttributeValues: { ':requestedAt': request.requestedAt },
    };
    await asking('record how far the erasure of an owner is', () => putIf(this.#client, put));
  }

  async *open(): AsyncGenerator<string> {
    const range = {
      table: this.#table,
      index: erasuresIndex,
      hashKeys: shardedKeys(openErasureList),
      backward: false,
      pageSize: 100,
    };
    try {
      for await (const { uploadId } of readPositions(this.#client, range))
        yield requiredId(uploadId, 'uploadId').replace('owner#', '');
    } catch (error) {
      throw translated('list open erasures of owners', error);
    }
  }
}

const keyOf = (ownerId: string) => ({ uploadId: `owner#${ownerId}` });

/** The item of a request. Only one that is not finished is in the index. */
const itemOf = (request: OwnerErasure): Record<string, unknown> => {
  const { ownerId, requestedAt, finishedAt } = request;
  return {
    ...request,
    ...keyOf(ownerId),
    ...(finishedAt === undefined && {
      [erasuresIndex.hashKey]: shardedKey(openErasureList, ownerId),
      [erasuresIndex.sortKey]: `${requestedAt}#${ownerId}`,
    }),
  };
};
