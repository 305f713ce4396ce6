import { operatorTimeline } from '../../core/orders/model/order-timeline.ts';
import { retryOrder } from '../../core/orders/retry-order.ts';
import { adminOnly, httpHandler } from '../shared/http.ts';
import { clock, migrations, orders, uploads } from '../shared/wiring.ts';

const deps = { orders: orders(), uploads: uploads(), migrations: migrations(), clock: clock() };

/** POST /orders/{id}/retry */
export const handler = httpHandler(
  adminOnly(async ({ id, body }) => ({
    status: 200,
    body: operatorTimeline(await retryOrder(deps, id, body)),
  })),
);
