import { compensateOrder } from '../../core/orders/compensate-order.ts';
import { operatorTimeline } from '../../core/orders/model/order-timeline.ts';
import { env, settings } from '../shared/environment.ts';
import { adminOnly, httpHandler } from '../shared/http.ts';
import { alerts, clock, migrations, objects, orders, uploads } from '../shared/wiring.ts';

const { categories, reconcileAfterMinutes: afterMinutes } = settings(
  'categories',
  'reconcileAfterMinutes',
);
const ports = {
  orders: orders(),
  uploads: uploads(),
  objects: objects(),
  migrations: migrations(),
  alerts: alerts(),
  clock: clock(),
};
const deps = { ...ports, filesBucket: env('FILES_BUCKET'), categories, afterMinutes };

/** POST /orders/{id}/compensate */
export const handler = httpHandler(
  adminOnly(async ({ id }) => ({
    status: 200,
    body: operatorTimeline(await compensateOrder(deps, id)),
  })),
);
