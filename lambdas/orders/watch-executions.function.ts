import { orders } from '../shared/order-wiring.ts';
import { queueHandler } from '../shared/queue.ts';
import { alerts, clock, migrations } from '../shared/wiring.ts';
import { consumeExecutions } from './consume-executions.ts';

/** Executions that ended badly. */
export const handler = queueHandler(
  consumeExecutions({
    orders: orders(),
    migrations: migrations(),
    alerts: alerts(),
    clock: clock(),
  }),
);
