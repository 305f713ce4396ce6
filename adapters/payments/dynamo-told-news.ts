import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { webhookPrefix } from '../../core/contract.ts';
import type { ToldNews } from '../../core/payments/ports.ts';
import { asking } from '../aws/aws-errors.ts';
import { epochSeconds } from '../dynamo/epoch-seconds.ts';

/**
 * News in the quotas' table, which expires what it holds by `ttl`. Their keys begin with
 * `webhook#`, and the receiver's role reaches no other key.
 */
export class DynamoToldNews implements ToldNews {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async has(key: string): Promise<boolean> {
    const command = new GetCommand({
      TableName: this.#table,
      Key: { counter: `${webhookPrefix}${key}` },
      ConsistentRead: true,
    });
    const { Item } = await asking('look up a webhook', () => this.#client.send(command));
    return Item !== undefined;
  }

  async add(key: string, keepUntil: Date): Promise<void> {
    const command = new PutCommand({
      TableName: this.#table,
      Item: { counter: `${webhookPrefix}${key}`, ttl: epochSeconds(keepUntil.toISOString()) },
    });
    await asking('remember a webhook', () => this.#client.send(command));
  }
}
