import { orderTimeline } from '../../core/orders/order-timeline.ts';
import { byId, type Route } from '../shared/http.ts';
import { orders } from '../shared/order-wiring.ts';

/** GET /orders/{id}/timeline */
export const orderTimelineRoute = (): Route => {
  const deps = { orders: orders() };
  return byId(async ({ caller, id }) => ({
    status: 200,
    body: await orderTimeline(deps, caller, id),
  }));
};
