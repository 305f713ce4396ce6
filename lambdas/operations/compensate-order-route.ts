import { compensateOrder } from '../../core/orders/compensate-order.ts';
import { operatorTimeline } from '../../core/orders/model/order-timeline.ts';
import { env, settings } from '../shared/environment.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { orders } from '../shared/order-wiring.ts';
import { alerts, clock, migrations, objects, uploads } from '../shared/wiring.ts';

/** POST /orders/{id}/compensate: removes the remaining copies of up to 99 files. */
export const compensateOrderRoute = (): Route => {
  const deps = compensating();
  return byId(answers(async ({ id }) => operatorTimeline(await compensateOrder(deps, id))));
};

const compensating = () => {
  const { categories, reconcileAfterMinutes: afterMinutes } = settings(
    'categories',
    'reconcileAfterMinutes',
  );
  return {
    orders: orders(),
    uploads: uploads(),
    objects: objects(),
    migrations: migrations(),
    alerts: alerts(),
    clock: clock(),
    filesBucket: env('FILES_BUCKET'),
    categories,
    afterMinutes,
  };
};
