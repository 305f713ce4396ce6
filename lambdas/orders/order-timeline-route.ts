import { orderTimeline } from '../../core/orders/order-timeline.ts';
import { byId, type Route } from '../shared/http.ts';
import { orders } from '../shared/order-wiring.ts';
import { uploads } from '../shared/wiring.ts';

/** GET /orders/{id}/timeline */
export const orderTimelineRoute = (): Route => {
  const deps = { orders: orders(), uploads: uploads() };
  return byId(async ({ caller, id }) => ({
    status: 200,
    body: await orderTimeline(deps, caller, id),
  }));
};
