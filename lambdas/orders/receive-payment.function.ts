import { settings } from '../shared/environment.ts';
import { orders } from '../shared/order-wiring.ts';
import { queueHandler } from '../shared/queue.ts';
import { alerts, bus, clock, migrations, uploads } from '../shared/wiring.ts';
import { consumePayments } from './consume-payments.ts';

/** Payments, and our own requests for another attempt. */
export const handler = queueHandler(
  consumePayments({
    mapping: settings('payment').payment,
    orders: orders(),
    uploads: uploads(),
    migrations: migrations(),
    alerts: alerts(),
    bus: bus(),
    clock: clock(),
  }),
);
