import { orderTimeline } from '../../core/orders/order-timeline.ts';
import { httpHandler } from '../shared/http.ts';
import { orders } from '../shared/wiring.ts';

const deps = { orders: orders() };

/** GET /orders/{id}/timeline */
export const handler = httpHandler(async ({ caller, id }) => ({
  status: 200,
  body: await orderTimeline(deps, caller, id),
}));
