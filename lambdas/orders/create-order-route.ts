import { createOrder } from '../../core/orders/create-order.ts';
import { orderView } from '../../core/orders/model/order-view.ts';
import { challenged } from '../shared/challenged.ts';
import { settings } from '../shared/environment.ts';
import { answers, type Route } from '../shared/http.ts';
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
  const route = idempotent(
    answering(),
    answers(
      async ({ caller, body }, ids) => orderView(await createOrder({ ...deps, ids }, caller, body)),
      201,
    ),
  );
  return challenged(route);
};
