import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { deliveryPrefix } from '../../core/contract.ts';
import { type Delivery, deliverySchema } from '../../core/webhooks/model/webhook.ts';
import type { Deliveries } from '../../core/webhooks/ports.ts';
import { asking } from '../aws/aws-errors.ts';
import { epochSeconds } from '../dynamo/epoch-seconds.ts';

/** Deliveries in the quotas' table, which expires what it holds by `ttl`. */
export class DynamoDeliveries implements Deliveries {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async save(delivery: Delivery, keepUntil: Date): Promise<void> {
    const command = new PutCommand({
      TableName: this.#table,
      Item: {
        ...delivery,
        counter: keyOf(delivery.endpoint, delivery.id),
        ttl: epochSeconds(keepUntil.toISOString()),
      },
    });
    await asking('record a delivery', () => this.#client.send(command));
  }

  async find(endpoint: string, id: string): Promise<Delivery | undefined> {
    const command = new GetCommand({
      TableName: this.#table,
      Key: { counter: keyOf(endpoint, id) },
      ConsistentRead: true,
    });
    const { Item } = await asking('find a delivery', () => this.#client.send(command));
    return Item && deliverySchema.parse(Item);
  }
}

const keyOf = (endpoint: string, id: string): string => `${deliveryPrefix}${endpoint}#${id}`;
