import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type OwnerErasure, ownerErasureSchema } from '../../core/retention/model/owner-erasure.ts';
import type { OwnerErasures } from '../../core/retention/ports.ts';
import { erasuresIndex, openErasureList } from '../../core/table-indexes.ts';
import { asking, translated } from '../aws/aws-errors.ts';
import { putIf } from '../dynamo/conditional-put.ts';
import { readPositions } from '../dynamo/positions.ts';
import { shardedKey, shardedKeys } from '../dynamo/sharded-keys.ts';
import { readStored, type StoredKind } from '../dynamo/stored-records.ts';

const storedRequest: StoredKind<OwnerErasure> = {
  kind: 'erasure',
  idOf: ({ uploadId }) => uploadId,
  parse: (item) => ownerErasureSchema.parse(item),
};

const keyOf = (ownerId: string) => ({ uploadId: `owner#${ownerId}` });

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
    const { ownerId, requestedAt } = request;
    const command = new PutCommand({
      TableName: this.#table,
      Item: {
        ...request,
        ...keyOf(ownerId),
        [erasuresIndex.hashKey]: shardedKey(openErasureList, ownerId),
        [erasuresIndex.sortKey]: `${requestedAt}#${ownerId}`,
      },
    });
    await asking('put the erasure of an owner on record', () => this.#client.send(command));
  }

  async finish(request: OwnerErasure): Promise<void> {
    const put = {
      TableName: this.#table,
      Item: { ...request, ...keyOf(request.ownerId) },
      ConditionExpression: 'requestedAt = :requestedAt',
      ExpressionAttributeValues: { ':requestedAt': request.requestedAt },
    };
    await asking('finish the erasure of an owner', () => putIf(this.#client, put));
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
      for await (const { uploadId = '' } of readPositions(this.#client, range))
        yield uploadId.replace('owner#', '');
    } catch (error) {
      throw translated('list open erasures of owners', error);
    }
  }
}
