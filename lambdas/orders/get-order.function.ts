import { visibleOrder } from '../../core/orders/get-order.ts';
import { orderView } from '../../core/orders/model/order-view.ts';
import { httpHandler } from '../shared/http.ts';
import { orders } from '../shared/wiring.ts';

const deps = { orders: orders() };

/** GET /orders/{id} */
export const handler = httpHandler(async ({ caller, id }) => ({
  status: 200,
  body: orderView(await visibleOrder(deps, caller, id)),
}));
