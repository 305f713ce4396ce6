import type { Alert, Clock } from '../shared/ports.ts';
import { changeOrder } from './change-order.ts';
import type { Run } from './model/order.ts';
import { failAttempt } from './model/order-failure.ts';
import type { Orders } from './ports.ts';

type Deps = { orders: Orders; clock: Clock; maxAttempts: number };

/**
 * Ends a compensated attempt: starts another attempt if the cause may pass, else records the
 * refund. The refund is on record before the failure is announced.
 */
export const failOrder = async (
  { orders, clock, maxAttempts }: Deps,
  run: Run,
): Promise<{ decision: 'retry' | 'refund'; alert: Alert }> => {
  const { decision, alert } = await changeOrder({ orders, clock }, run.orderId, (current) =>
    failAttempt(current, run, { maxAttempts, now: clock.now().toISOString() }),
  );
  return { decision, alert };
};
