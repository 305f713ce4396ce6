import { orderTimeline } from '../../core/orders/order-timeline.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { orders } from '../shared/order-wiring.ts';
import { uploads } from '../shared/wiring.ts';

/** GET /orders/{id}/timeline */
export const orderTimelineRoute = (): Route => {
  const deps = { orders: orders(), uploads: uploads() };
  return byId(answers(({ caller, id }) => orderTimeline(deps, caller, id)));
};
