import { replaceOrderFile } from '../../core/operations/replace-order-file.ts';
import { orderView } from '../../core/orders/model/order-view.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { orders } from '../shared/order-wiring.ts';
import { clock, uploads } from '../shared/wiring.ts';

/** PUT /orders/{id}/files/{role} */
export const replaceOrderFileRoute = (): Route => {
  const deps = { orders: orders(), uploads: uploads(), clock: clock() };
  return byId(
    answers(async ({ caller, id, params: { role }, body }) =>
      orderView(await replaceOrderFile(deps, caller, { orderId: id, role, body })),
    ),
  );
};
