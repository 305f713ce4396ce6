import { orderView } from '../core/model/order-view.ts';
import { getOrder } from '../core/use-cases/get-order.ts';
import { httpHandler } from './shared/http.ts';
import { orders } from './shared/wiring.ts';

const deps = { orders: orders() };

/** GET /orders/{id} */
export const handler = httpHandler(async ({ caller, id }) => ({ status: 200, body: orderView(await getOrder(deps, caller, id)) }));
