import { NotFound } from '../errors.ts';
import { may } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { readOrder } from './change-order.ts';
import type { OrderWithFiles } from './model/order.ts';
import type { Orders } from './ports.ts';

/** The caller's order with its files. Another owner's order is `NotFound`, like an unknown id. */
export const getOrder = async (
  { orders }: { orders: Orders },
  caller: Caller,
  orderId: string,
): Promise<OrderWithFiles> => {
  const found = await orders.find(orderId);
  if (!found || found.order.ownerId !== caller.ownerId) throw new NotFound('order', orderId);
  return found;
};

/** An order the caller may look at: their own; an operator sees every order. Throws `NotFound`. */
export const visibleOrder = (
  deps: { orders: Orders },
  caller: Caller,
  orderId: string,
): Promise<OrderWithFiles> =>
  may(caller, 'read') ? readOrder(deps.orders, orderId) : getOrder(deps, caller, orderId);
