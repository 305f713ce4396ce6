import { serveRoutes } from '../shared/serve-routes.ts';
import { auditing } from '../shared/wiring.ts';
import { createOrderRoute } from './create-order-route.ts';
import { getOrderRoute } from './get-order-route.ts';
import { listOrdersRoute } from './list-orders-route.ts';
import { orderTimelineRoute } from './order-timeline-route.ts';
import { replaceOrderFileRoute } from './replace-order-file-route.ts';
import { settlePaymentRoute } from './settle-payment-route.ts';

/** An owner's orders. */
export const handler = serveRoutes(
  'orders',
  {
    'POST /orders': createOrderRoute,
    'GET /orders': listOrdersRoute,
    'GET /orders/{id}': getOrderRoute,
    'GET /orders/{id}/timeline': orderTimelineRoute,
    'PUT /orders/{id}/files/{role}': replaceOrderFileRoute,
    'POST /orders/{id}/payments/{paymentId}/settle': settlePaymentRoute,
  },
  { auditing },
);
