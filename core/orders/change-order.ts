import { NotFound } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import { unlessStale } from '../shared/unless-stale.ts';
import { untilWritten } from '../shared/until-written.ts';
import type { Order, OrderWithFiles } from './model/order.ts';
import type { Orders } from './ports.ts';

type Deps = { orders: Orders; clock: Clock };

/** The order and its ledger; throws `NotFound`. */
export const readOrder = async (orders: Orders, orderId: string): Promise<OrderWithFiles> => {
  const current = await orders.find(orderId);
  if (!current) throw new NotFound('order', orderId);
  return current;
};

/**
 * Reads an order, decides, and writes with a condition on the revision that was read. A lost race
 * reads and decides again. A decision that returns the same order writes nothing.
 */
export const changeOrder = <Decision extends { order: Order }>(
  { orders, clock }: Deps,
  orderId: string,
  decide: (current: OrderWithFiles) => Decision | Promise<Decision>,
  save: (order: Order) => Promise<Order> = (order) => orders.save(order),
): Promise<Decision> =>
  untilWritten(`Order ${orderId}`, { orderId }, async () => {
    const current = await readOrder(orders, orderId);
    const decision = await decide(current);
    if (decision.order === current.order) return decision;
    const order = await unlessStale(
      save({ ...decision.order, updatedAt: clock.now().toISOString() }),
    );
    return order && { ...decision, order };
  });
