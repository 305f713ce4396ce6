import { createOrder } from '../../core/orders/create-order.ts';
import { orderView } from '../../core/orders/model/order-view.ts';
import { challenged } from '../shared/challenged.ts';
import { settings } from '../shared/environment.ts';
import type { Route } from '../shared/http.ts';
import { idempotent } from '../shared/idempotent.ts';
import { orders } from '../shared/order-wiring.ts';
import { answering, clock, uploads } from '../shared/wiring.ts';

/** POST /orders */
export const createOrderRoute = (): Route => {
  const deps = {
    orders: orders(),
    uploads: uploads(),
    clock: clock(),
    ...settings('trustedAmounts'),
  };
  const route = idempotent(answering(), async ({ caller, body }, ids) => ({
    status: 201,
    body: orderView(await createOrder({ ...deps, ids }, caller, body)),
  }));
  return challenged(route);
};
