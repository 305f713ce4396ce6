import { visibleOrder } from '../../core/orders/get-order.ts';
import { orderView } from '../../core/orders/model/order-view.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { orders } from '../shared/order-wiring.ts';

/** GET /orders/{id} */
export const getOrderRoute = (): Route => {
  const deps = { orders: orders() };
  return byId(answers(async ({ caller, id }) => orderView(await visibleOrder(deps, caller, id))));
};
