import { settings } from '../shared/environment.ts';
import { orders } from '../shared/order-wiring.ts';
import { queueHandler } from '../shared/queue.ts';
import { alerts, clock } from '../shared/wiring.ts';
import { consumeRefunds } from './consume-refunds.ts';

const { refunds } = settings('refunds');

/** News of refunds. */
export const handler = queueHandler(
  consumeRefunds({
    orders: orders(),
    alerts: alerts(),
    clock: clock(),
    revokesLinks: refunds.revokeLinks ?? false,
  }),
);
