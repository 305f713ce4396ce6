import type { Order } from './model/order.ts';
import type { OrderState } from './model/order-state.ts';

/** Which part of a list: `cursor` is what the page before answered, and means nothing to anybody else. */
export type PageRequest = { limit: number; cursor?: string | undefined };

/** A part of a list; without a cursor it is the last. A page may be short, even empty, and still not be the last. */
export type Page<Item> = { items: Item[]; cursor?: string | undefined };

/**
 * Orders without their files. Which orders is looked up in indexes and may be seconds behind; what they say is read consistently.
 * Throws `InvalidInput` for a cursor it did not make.
 */
export interface OrderLists {
  /** Newest first. */
  ofOwner(ownerId: string, page: PageRequest): Promise<Page<Order>>;
  /** Last changed first. */
  inState(state: OrderState, page: PageRequest): Promise<Page<Order>>;
  /** Those that need attention and have not changed since `before`, last changed first. */
  unattended(before: Date, page: PageRequest): Promise<Page<Order>>;
}
