import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Order } from '../../core/orders/model/order.ts';
import {
  isWantedOrder,
  type OrderQuery,
  orderStates,
} from '../../core/orders/model/order-state.ts';
import { needsAttention } from '../../core/orders/model/order-transitions.ts';
import type { OrderLists, Page, PageRequest } from '../../core/orders/ports.ts';
import type { UnreadableRecord } from '../../core/shared/model/unreadable-record.ts';
import { complete } from '../../core/shared/unreadable.ts';
import { attentionIndex, heldPaymentsIndex, orderOwnerIndex } from '../../core/table-indexes.ts';
import { asking } from '../aws/aws-errors.ts';
import { batchGet } from '../dynamo/batch-get.ts';
import { shardedKeys } from '../dynamo/sharded-keys.ts';
import { separated } from '../dynamo/stored-records.ts';
import { fromCursor, type Place, readNewestFirst, toCursor } from './dynamo-newest-first.ts';
import { heldValue, openValues, orderItem, storedOrder, valuesOf } from './dynamo-order-items.ts';
import { findOrderOfPayment } from './dynamo-payments.ts';

type Wanted = {
  index: { name: string; hashKey: string; sortKey: string };
  keys: readonly string[];
  /** The index may be behind: the record decides. */
  belongs: (order: Order) => boolean;
  /** The first place no longer wanted, newest first. */
  before?: string | undefined;
  /** The last place wanted. */
  from?: string | undefined;
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

  matching(query: OrderQuery, page: PageRequest): Promise<Page<Order>> {
    const belongs = (order: Order) => isWantedOrder(order, query);
    if (query.ownerId !== undefined)
      return this.#list({ index: orderOwnerIndex, keys: [query.ownerId], belongs }, page);
    const states = query.state === undefined ? orderStates : [query.state];
    const keys = valuesOf(states).flatMap(shardedKeys);
    const { changedFrom: from, changedBefore: before } = query;
    return this.#list({ index: attentionIndex, keys, belongs, from, before }, page);
  }

  orderOfPayment(paymentId: string): Promise<string | undefined> {
    return findOrderOfPayment(this.#client, this.#table, paymentId);
  }

  withHeldPayments(page: PageRequest): Promise<Page<Order>> {
    const belongs = ({ heldPayments }: Order) => heldPayments.length > 0;
    const keys = shardedKeys(heldValue);
    return this.#list({ index: heldPaymentsIndex, keys, belongs }, page);
  }

  unattended(before: Date, page: PageRequest): Promise<Page<Order>> {
    const limit = before.toISOString();
    const belongs = (order: Order) => needsAttention(order) && order.updatedAt < limit;
    return this.#list(
      { index: attentionIndex, keys: openValues.flatMap(shardedKeys), belongs, before: limit },
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
    return asking('list orders', () => this.#fill(since(places, wanted.from), wanted, limit));
  }

  async #fill(
    places: AsyncGenerator<Place>,
    { belongs }: Wanted,
    limit: number,
  ): Promise<Page<Order>> {
    const items: Order[] = [];
    const unreadable: UnreadableRecord[] = [];
    let last: Place | undefined;
    for (let round = 0; round < maxRounds && items.length < limit; round += 1) {
      const next = await take(places, limit - items.length);
      if (next.length === 0) return complete({ items }, unreadable);
      const found = await this.#read(next);
      items.push(...found.orders.filter(belongs));
      unreadable.push(...found.unreadable);
      last = next.at(-1);
    }
    const isLast = (await take(places, 1)).length === 0;
    await places.return(undefined);
    const more = isLast || last === undefined ? {} : { cursor: toCursor(last) };
    return complete({ items, ...more }, unreadable);
  }

  /** In the order of their places. One that moved while it was read comes once. */
  async #read(
    places: readonly Place[],
  ): Promise<{ orders: Order[]; unreadable: UnreadableRecord[] }> {
    const ids = [...new Set(places.map(({ orderId }) => orderId))];
    const found = await batchGet(this.#client, {
      table: this.#table,
      keys: ids.map((orderId) => ({ orderId, item: orderItem })),
    });
    const { read, unreadable } = separated(storedOrder, found);
    const orders = new Map(read.map((order) => [order.orderId, order]));
    return { orders: ids.flatMap((orderId) => orders.get(orderId) ?? []), unreadable };
  }
}

/** The places up to the first one that is older than `from`. */
async function* since(
  places: AsyncGenerator<Place>,
  from: string | undefined,
): AsyncGenerator<Place> {
  for await (const place of places) {
    if (from !== undefined && place.at < from) return;
    yield place;
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
