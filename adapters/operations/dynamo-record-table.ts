import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import type { Backup, RecordTable, StoredItem } from '../../core/operations/ports.ts';
import { asking, awsError, translated } from '../aws/aws-errors.ts';

/**
 * The fields of a table's key, partition first, and whether the table can be read: a restored one
 * cannot while it is restored. `undefined` when there is no such table.
 */
export const describeTable = async (
  client: DynamoDBClient | DynamoDBDocumentClient,
  TableName: string,
): Promise<{ keyFields: string[]; isReady: boolean } | undefined> => {
  try {
    const { Table } = await (client as DynamoDBClient).send(
      new DescribeTableCommand({ TableName }),
    );
    const keyFields = (Table?.KeySchema ?? []).flatMap(({ AttributeName }) => AttributeName ?? []);
    return { keyFields, isReady: Table?.TableStatus === 'ACTIVE' };
  } catch (error) {
    if (awsError(error).name === 'ResourceNotFoundException') return undefined;
    throw translated(`describe ${TableName}`, error);
  }
};

/** Items of a DynamoDB table as they are, for operators who restore a backup. */
export class DynamoRecordTable implements RecordTable, Backup {
  readonly keyFields: readonly string[];
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string, keyFields: readonly string[]) {
    this.#client = client;
    this.#table = table;
    this.keyFields = keyFields;
  }

  async *pages(): AsyncGenerator<StoredItem[]> {
    const scan = { TableName: this.#table, ConsistentRead: true };
    try {
      for await (const { Items = [] } of paginateScan({ client: this.#client }, scan)) yield Items;
    } catch (error) {
      throw translated(`read ${this.#table}`, error);
    }
  }

  async findMany(keys: readonly StoredItem[]): Promise<(StoredItem | undefined)[]> {
    const found = new Map<string, StoredItem>();
    const unique = new Map(keys.map((key) => [this.#idOf(key), this.#keyOf(key)]));
    let left: Record<string, unknown>[] = [...unique.values()];
    while (left.length > 0) left = await this.#get(left, found);
    return keys.map((key) => found.get(this.#idOf(key)));
  }

  async put(item: StoredItem, over: StoredItem | undefined): Promise<boolean> {
    const command = new PutCommand({
      TableName: this.#table,
      Item: { ...item },
      ...this.#condition(over),
    });
    try {
      await this.#client.send(command);
      return true;
    } catch (error) {
      if (awsError(error).name === 'ConditionalCheckFailedException') return false;
      throw translated(`write to ${this.#table}`, error);
    }
  }

  /** Every write of Keepsake has a `writeId` of its own, by which a later one is seen. */
  #condition(over: StoredItem | undefined) {
    const [id = ''] = this.keyFields;
    if (!over)
      return {
        ConditionExpression: 'attribute_not_exists(#id)',
        ExpressionAttributeNames: { '#id': id },
      };
    const ExpressionAttributeNames = { '#writeId': 'writeId' };
    return over.writeId === undefined
      ? { ConditionExpression: 'attribute_not_exists(#writeId)', ExpressionAttributeNames }
      : {
          ConditionExpression: '#writeId = :seen',
          ExpressionAttributeNames,
          ExpressionAttributeValues: { ':seen': over.writeId },
        };
  }

  async #get(Keys: Record<string, unknown>[], found: Map<string, StoredItem>) {
    const request = { [this.#table]: { Keys, ConsistentRead: true } };
    const { Responses = {}, UnprocessedKeys = {} } = await asking(`read ${this.#table}`, () =>
      this.#client.send(new BatchGetCommand({ RequestItems: request })),
    );
    for (const item of Responses[this.#table] ?? []) found.set(this.#idOf(item), item);
    return UnprocessedKeys[this.#table]?.Keys ?? [];
  }

  #keyOf(item: StoredItem): Record<string, unknown> {
    return Object.fromEntries(this.keyFields.map((field) => [field, item[field]]));
  }

  #idOf(item: StoredItem): string {
    return JSON.stringify(this.keyFields.map((field) => item[field]));
  }
}
