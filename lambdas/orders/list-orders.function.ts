import { listOrders } from '../../core/orders/list-orders.ts';
import { orderSummary } from '../../core/orders/model/order-view.ts';
import { settings } from '../shared/environment.ts';
import { httpHandler } from '../shared/http.ts';
import { clock, orderLists } from '../shared/wiring.ts';

const deps = { lists: orderLists(), clock: clock(), ...settings('reconcileAfterMinutes') };

/** GET /orders: an operator also sees whose they are. */
export const handler = httpHandler(async ({ caller, query }) => {
  const { items, cursor } = await listOrders(deps, caller, query);
  const orders = items.map((order) => ({
    ...orderSummary(order),
    ...(caller.admin && { ownerId: order.ownerId }),
  }));
  return { status: 200, body: { orders, cursor } };
});
