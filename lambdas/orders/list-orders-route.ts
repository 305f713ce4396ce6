import { listOrders } from '../../core/orders/list-orders.ts';
import { orderSummary } from '../../core/orders/model/order-view.ts';
import { may } from '../../core/sessions/model/powers.ts';
import { settings } from '../shared/environment.ts';
import { answers, type Route } from '../shared/http.ts';
import { orderLists } from '../shared/order-wiring.ts';
import { clock } from '../shared/wiring.ts';

/** GET /orders: an operator also sees the owner of each order. */
export const listOrdersRoute = (): Route => {
  const deps = { lists: orderLists(), clock: clock(), ...settings('reconcileAfterMinutes') };
  return answers(async ({ caller, query }) => {
    const { items, ...page } = await listOrders(deps, caller, query);
    const orders = items.map((order) => ({
      ...orderSummary(order),
      ...(may(caller, 'read') && { ownerId: order.ownerId }),
    }));
    return { orders, ...page };
  });
};
