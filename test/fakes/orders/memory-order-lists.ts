import { InvalidInput } from '../../../core/errors.ts';
import type { Order } from '../../../core/orders/model/order.ts';
import { isWantedOrder, type OrderQuery } from '../../../core/orders/model/order-state.ts';
import { needsAttention } from '../../../core/orders/model/order-transitions.ts';
import type { OrderLists, Page, PageRequest } from '../../../core/orders/ports.ts';
import type { MemoryOrders } from './memory-orders.ts';

/** Lists over orders in a map; a cursor is the id of the last order of the page before. */
export class MemoryOrderLists implements OrderLists {
  readonly #orders: MemoryOrders;

  constructor(orders: MemoryOrders) {
    this.#orders = orders;
  }

  async matching(query: OrderQuery, page: PageRequest): Promise<Page<Order>> {
    const field = query.ownerId === undefined ? 'updatedAt' : 'createdAt';
    return this.#page(page, field, (order) => isWantedOrder(order, query));
  }

  async paidBy(paymentId: string): Promise<string | undefined> {
    return this.#orders.all.find(({ payment }) => payment?.paymentId === paymentId)?.orderId;
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
    const all = this.#orders.all.filter(belongs).sort((a, b) => (a[field] > b[field] ? -1 : 1));
    const start = cursor === undefined ? 0 : all.findIndex(({ orderId }) => orderId === cursor) + 1;
    if (cursor !== undefined && start === 0)
      throw new InvalidInput([
        { field: 'cursor', message: 'must be the cursor of the page before' },
      ]);
    const items = all.slice(start, start + limit);
    return start + limit < all.length ? { items, cursor: items.at(-1)?.orderId } : { items };
  }
}
