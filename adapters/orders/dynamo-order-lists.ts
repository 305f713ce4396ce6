import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Order, orderSchema } from '../../core/orders/model/order.ts';
import { type OrderState, stateOf } from '../../core/orders/model/order-state.ts';
import { needsAttention } from '../../core/orders/model/order-transitions.ts';
import type { OrderLists, Page, PageRequest } from '../../core/orders/ports.ts';
import { attentionIndex, orderOwnerIndex } from '../../core/table-indexes.ts';
import { asking } from '../aws/aws-errors.ts';
import { batchGet } from '../dynamo/batch-get.ts';
import { shardedKeys } from '../dynamo/sharded-keys.ts';
import { fromCursor, type Place, readNewestFirst, toCursor } from './dynamo-newest-first.ts';
import { orderItem } from './dynamo-order-items.ts';

type Wanted = {
  index: { name: string; hashKey: string; sortKey: string };
  keys: readonly string[];
  /** The index may be behind: the record decides. */
  belongs: (order: Order) => boolean;
  before?: string;
};

/** A list most of whose places have moved on answers a short page rather than read on and on. */
const maxRounds = 5;

/**
 * Orders from two indexes of the orders table: places from the index, then the records themselves,
 * consistently.
 */
export class DynamoOrderLists implements OrderLists {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  ofOwner(ownerId: string, page: PageRequest): Promise<Page<Order>> {
    return this.#list(
      { index: orderOwnerIndex, keys: [ownerId], belongs: (order) => order.ownerId === ownerId },
      page,
    );
  }

  inState(state: OrderState, page: PageRequest): Promise<Page<Order>> {
    const keys = [...shardedKeys('open'), ...shardedKeys(state)];
    return this.#list(
      { index: attentionIndex, keys, belongs: (order) => stateOf(order) === state },
      page,
    );
  }

  unattended(before: Date, page: PageRequest): Promise<Page<Order>> {
    const limit = before.toISOString();
    const belongs = (order: Order) => needsAttention(order) && order.updatedAt < limit;
    return this.#list(
      { index: attentionIndex, keys: shardedKeys('open'), belongs, before: limit },
      page,
    );
  }

  async #list(wanted: Wanted, { limit, cursor }: PageRequest): Promise<Page<Order>> {
    const after =
      cursor === undefined
        ? { ...(wanted.before !== undefined && { at: wanted.before }) }
        : fromCursor(cursor);
    const places = readNewestFirst(
      this.#client,
      { table: this.#table, index: wanted.index, keys: wanted.keys },
      after,
    );
    return asking('list orders', () => this.#fill(places, wanted, limit));
  }

  async #fill(
    places: AsyncGenerator<Place>,
    { belongs }: Wanted,
    limit: number,
  ): Promise<Page<Order>> {
    const items: Order[] = [];
    let last: Place | undefined;
    for (let round = 0; round < maxRounds && items.length < limit; round += 1) {
      const next = await take(places, limit - items.length);
      if (next.length === 0) return { items };
      items.push(...(await this.#read(next)).filter(belongs));
      last = next.at(-1);
    }
    const isLast = (await take(places, 1)).length === 0;
    await places.return(undefined);
    return isLast || last === undefined ? { items } : { items, cursor: toCursor(last) };
  }

  /** In the order of their places. One that moved while it was read comes once. */
  async #read(places: readonly Place[]): Promise<Order[]> {
    const ids = [...new Set(places.map(({ orderId }) => orderId))];
    const found = await batchGet(this.#client, {
      table: this.#table,
      keys: ids.map((orderId) => ({ orderId, item: orderItem })),
    });
    const orders = new Map(
      found.map((item) => orderSchema.parse(item)).map((order) => [order.orderId, order]),
    );
    return ids.flatMap((orderId) => orders.get(orderId) ?? []);
  }
}

async function take(places: AsyncGenerator<Place>, count: number): Promise<Place[]> {
  const taken: Place[] = [];
  while (taken.length < count) {
    const { done, value } = await places.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}
