import { orderTimeline } from '../../core/orders/order-timeline.ts';
import type { Route } from '../shared/http.ts';
import { orders } from '../shared/order-wiring.ts';

/** GET /orders/{id}/timeline */
export const orderTimelineRoute = (): Route => {
  const deps = { orders: orders() };
  return async ({ caller, id }) => ({
    status: 200,
    body: await orderTimeline(deps, caller, id),
  });
};
