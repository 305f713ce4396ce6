import { visibleOrder } from '../../core/orders/get-order.ts';
import { orderView } from '../../core/orders/model/order-view.ts';
import { byId, type Route } from '../shared/http.ts';
import { orders } from '../shared/order-wiring.ts';

/** GET /orders/{id} */
export const getOrderRoute = (): Route => {
  const deps = { orders: orders() };
  return byId(async ({ caller, id }) => ({
    status: 200,
    body: orderView(await visibleOrder(deps, caller, id)),
  }));
};
