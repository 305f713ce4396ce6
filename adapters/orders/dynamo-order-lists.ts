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
import { fromCursor, type ListPosition, readNewestFirst, toCursor } from './dynamo-newest-first.ts';
import { heldValue, openValues, orderItem, storedOrder, valuesOf } from './dynamo-order-items.ts';
import { findOrderOfPayment } from './dynamo-payments.ts';

type Wanted = {
  index: { name: string; hashKey: string; sortKey: string };
  keys: readonly string[];
  /** The index may be behind: the record decides. */
  belongs: (order: Order) => boolean;
  /** The first position no longer wanted, newest first. */
  before?: string | undefined;
  /** The last position wanted. */
  from?: string | undefined;
};

/** A list most of whose positions have moved on answers a short page rather than read on and on. */
const maxRounds = 5;

/** Orders from two indexes: positions from the index, then consistent reads of the records. */
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
    const positions = readNewestFirst(
      this.#client,
      { table: this.#table, index: wanted.index, keys: wanted.keys },
      after,
    );
    return asking('list orders', () => this.#fill(since(positions, wanted.from), wanted, limit));
  }

  async #fill(
    positions: AsyncGenerator<ListPosition>,
    { belongs }: Wanted,
    limit: number,
  ): Promise<Page<Order>> {
    const items: Order[] = [];
    const unreadable: UnreadableRecord[] = [];
    let last: ListPosition | undefined;
    for (let round = 0; round < maxRounds && items.length < limit; round += 1) {
      const next = await take(positions, limit - items.length);
      if (next.length === 0) return complete({ items }, unreadable);
      const found = await this.#read(next);
      items.push(...found.orders.filter(belongs));
      unreadable.push(...found.unreadable);
      last = next.at(-1);
    }
    const isLast = (await take(positions, 1)).length === 0;
    await positions.return(undefined);
    const more = isLast || last === undefined ? {} : { cursor: toCursor(last) };
    return complete({ items, ...more }, unreadable);
  }

  /** In the order of their positions. One that moved while it was read comes once. */
  async #read(
    positions: readonly ListPosition[],
  ): Promise<{ orders: Order[]; unreadable: UnreadableRecord[] }> {
    const ids = [...new Set(positions.map(({ orderId }) => orderId))];
    const found = await batchGet(this.#client, {
      table: this.#table,
      keys: ids.map((orderId) => ({ orderId, item: orderItem })),
    });
    const { read, unreadable } = separated(storedOrder, found);
    const orders = new Map(read.map((order) => [order.orderId, order]));
    return { orders: ids.flatMap((orderId) => orders.get(orderId) ?? []), unreadable };
  }
}

/** The positions up to the first one that is older than `from`. */
async function* since(
  positions: AsyncGenerator<ListPosition>,
  from: string | undefined,
): AsyncGenerator<ListPosition> {
  for await (const position of positions) {
    if (from !== undefined && position.at < from) return;
    yield position;
  }
}

async function take(
  positions: AsyncGenerator<ListPosition>,
  count: number,
): Promise<ListPosition[]> {
  const taken: ListPosition[] = [];
  while (taken.length < count) {
    const { done, value } = await positions.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}
