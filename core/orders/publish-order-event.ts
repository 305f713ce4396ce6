import type { Clock, EventBus } from '../shared/ports.ts';
import { changeOrder, readOrder } from './change-order.ts';
import type { Order, OrderEvent } from './model/order.ts';
import { noted } from './model/order-history.ts';
import type { Orders } from './ports.ts';

/** Publishes the record's announcement, then strikes it off: at least once. */
export const publishOrderEvent = async (
  { orders, bus, clock }: { orders: Orders; bus: EventBus; clock: Clock },
  orderId: string,
): Promise<{ announced: string | null }> => {
  const { announcement } = (await readOrder(orders, orderId)).order;
  if (!announcement) return { announced: null };
  await bus.publish(announcement);
  await changeOrder({ orders, clock }, orderId, ({ order }) => ({
    order: isSame(order.announcement, announcement)
      ? told(order, clock.now().toISOString())
      : order,
  }));
  return { announced: announcement.detailType };
};

const isSame = (a: OrderEvent | undefined, b: OrderEvent): boolean =>
  a?.detailType === b.detailType && a.detail.attempt === b.detail.attempt;

const told = ({ announcement: _sent, ...order }: Order, at: string): Order =>
  noted(order, { at, event: 'announced', attempt: order.migration.attempt });
