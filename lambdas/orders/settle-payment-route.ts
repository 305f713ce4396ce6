import { orderView } from '../../core/orders/model/order-view.ts';
import { settlePayment } from '../../core/orders/settle-payment.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { orders } from '../shared/order-wiring.ts';
import { clock } from '../shared/wiring.ts';

/** POST /orders/{id}/payments/{paymentId}/settle */
export const settlePaymentRoute = (): Route => {
  const deps = { orders: orders(), clock: clock() };
  return byId(
    answers(async ({ caller, id, params: { paymentId }, body }) =>
      orderView(await settlePayment(deps, caller, { orderId: id, paymentId, body })),
    ),
  );
};
