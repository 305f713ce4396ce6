import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Stretch } from '../../core/shared/model/stretch.ts';
import { complete } from '../../core/shared/unreadable.ts';
import { deliveryIndexes } from '../../core/table-indexes.ts';
import {
  type Delivery,
  type DeliveryQuery,
  deliveryPosition,
  deliverySchema,
  deliveryStatuses,
  isWantedDelivery,
} from '../../core/webhooks/model/webhook.ts';
import type { Deliveries } from '../../core/webhooks/ports.ts';
import { asking } from '../aws/aws-errors.ts';
import { epochSeconds } from '../dynamo/epoch-seconds.ts';
import { readNewest } from '../dynamo/read-newest.ts';
import { readStored, type StoredKind, separated } from '../dynamo/stored-records.ts';

const storedDelivery: StoredKind<Delivery> = {
  kind: 'delivery',
  idOf: ({ deliveryId }) => deliveryId,
  parse: (item) => deliverySchema.parse(item),
};

type Query = DeliveryQuery & { endpoints: readonly string[] };

/** Deliveries in a DynamoDB table keyed by `deliveryId`, which expires them by `ttl`. */
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
        list: listOf(delivery.endpoint, delivery.status),
        position: deliveryPosition(delivery),
        ttl: epochSeconds(keepUntil.toISOString()),
      },
    });
    await asking('record a delivery', () => this.#client.send(command));
  }

  async erase(deliveryId: string): Promise<void> {
    const command = new DeleteCommand({ TableName: this.#table, Key: { deliveryId } });
    await asking('erase a delivery', () => this.#client.send(command));
  }

  async find(deliveryId: string): Promise<Delivery | undefined> {
    const command = new GetCommand({
      TableName: this.#table,
      Key: { deliveryId },
      ConsistentRead: true,
    });
    const { Item } = await asking('find a delivery', () => this.#client.send(command));
    return Item && readStored(storedDelivery, Item);
  }

  async list(
    query: Query,
    { limit, after }: Stretch,
  ): Promise<{ entries: Delivery[]; next?: string }> {
    const range = { table: this.#table, key: 'deliveryId', ...rangeOf(query), high: after };
    const { items, ...more } = await asking('list deliveries', () =>
      readNewest(this.#client, range, limit),
    );
    const { read, unreadable } = separated(storedDelivery, items);
    const entries = read
      .filter((delivery) => isWantedDelivery(delivery, query))
      .sort((a, b) => (deliveryPosition(a) > deliveryPosition(b) ? -1 : 1));
    return complete({ entries, ...more }, unreadable);
  }
}

const listOf = (endpoint: string, status: Delivery['status']): string => `${endpoint}#${status}`;

/** The index that answers a query, and its hash keys: one for each endpoint and status. */
const rangeOf = ({ subject, status, endpoints }: Query) => {
  if (subject !== undefined) return { index: deliveryIndexes.subject, hashKeys: [subject] };
  const statuses = status === undefined ? deliveryStatuses : [status];
  const hashKeys = endpoints.flatMap((endpoint) => statuses.map((each) => listOf(endpoint, each)));
  return { index: deliveryIndexes.endpoint, hashKeys };
};
