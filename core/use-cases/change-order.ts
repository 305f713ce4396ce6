import { NotFound, TransientFault } from '../errors.ts';
import type { Order, OrderWithFiles } from '../model/order.ts';
import type { Clock, Orders } from '../ports.ts';
import { unlessStale } from './unless-stale.ts';

type Deps = { orders: Orders; clock: Clock };

const maxRounds = 5;

/** The order and its ledger; throws `NotFound`. */
export const readOrder = async (orders: Orders, orderId: string): Promise<OrderWithFiles> => {
  const current = await orders.find(orderId);
  if (!current) throw new NotFound('order', orderId);
  return current;
};

/** Reads, decides, writes over what was read; reads and decides again when somebody was faster. Deciding on the same order writes nothing. */
export const changeOrder = async <Decision extends { order: Order }>(
  { orders, clock }: Deps,
  orderId: string,
  decide: (current: OrderWithFiles) => Decision | Promise<Decision>,
): Promise<Decision> => {
  for (let round = 0; round < maxRounds; round++) {
    const current = await readOrder(orders, orderId);
    const decision = await decide(current);
    if (decision.order === current.order) return decision;
    const order = await unlessStale(orders.save({ ...decision.order, updatedAt: clock.now().toISOString() }));
    if (order) return { ...decision, order };
  }
  throw new TransientFault(`Order ${orderId} kept changing; try again.`, { context: { orderId } });
};
