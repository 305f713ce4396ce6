import { InvalidInput } from '../../../core/errors.ts';
import type { Order } from '../../../core/orders/model/order.ts';
import { isWantedOrder, type OrderQuery } from '../../../core/orders/model/order-state.ts';
import { needsAttention } from '../../../core/orders/model/order-transitions.ts';
import type { OrderLists, Page, PageRequest } from '../../../core/orders/ports.ts';
import type { MemoryOrders } from './memory-orders.ts';

/** Lists over orders in a map; a cursor is the place of the last order of the page before. */
export class MemoryOrderLists implements OrderLists {
  readonly #orders: MemoryOrders;

  constructor(orders: MemoryOrders) {
    this.#orders = orders;
  }

  async matching(query: OrderQuery, page: PageRequest): Promise<Page<Order>> {
    const field = query.ownerId === undefined ? 'updatedAt' : 'createdAt';
    return this.#page(page, field, (order) => isWantedOrder(order, query));
  }

  orderOfPayment(paymentId: string): Promise<string | undefined> {
    return this.#orders.orderOfPayment(paymentId);
  }

  async withHeldPayments(page: PageRequest): Promise<Page<Order>> {
    return this.#page(page, 'updatedAt', ({ heldPayments }) => heldPayments.length > 0);
  }

  async unattended(before: Date, page: PageRequest): Promise<Page<Order>> {
    return this.#page(
      page,
      'updatedAt',
      (order) => needsAttention(order) && order.updatedAt < before.toISOString(),
    );
  }

  #page(
    { limit, cursor }: PageRequest,
    field: 'createdAt' | 'updatedAt',
    belongs: (order: Order) => boolean,
  ): Page<Order> {
    if (cursor !== undefined && !/^\d{4}-.*Z#/.test(cursor))
      throw InvalidInput.of('cursor', 'must be the cursor of the page before');
    const place = (order: Order): string => `${order[field]}#${order.orderId}`;
    const all = this.#orders.all
      .filter((order) => belongs(order) && (cursor === undefined || place(order) < cursor))
      .sort((a, b) => (place(a) > place(b) ? -1 : 1));
    const items = all.slice(0, limit);
    const last = items.at(-1);
    return limit < all.length && last ? { items, cursor: place(last) } : { items };
  }
}
