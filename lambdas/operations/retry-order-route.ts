import { operatorTimeline } from '../../core/orders/model/order-timeline.ts';
import { retryOrder } from '../../core/orders/retry-order.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { orders } from '../shared/order-wiring.ts';
import { clock, migrations, uploads } from '../shared/wiring.ts';

/** POST /orders/{id}/retry */
export const retryOrderRoute = (): Route => {
  const deps = { orders: orders(), uploads: uploads(), migrations: migrations(), clock: clock() };
  return byId(answers(async ({ id, body }) => operatorTimeline(await retryOrder(deps, id, body))));
};
