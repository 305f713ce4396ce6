import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import { LocalProblem } from '../local-problem.ts';
import { patienceMs } from '../patience.ts';
import type { Executions } from './execution-steps.ts';
import type { LiveView } from './live-view.ts';

/** The order to watch, the clients, and the output. */
export type Watch = {
  orderId: string;
  getOrder: (orderId: string) => Promise<OrderView>;
  readExecutions: (orderId: string) => Promise<Executions>;
  view: LiveView;
};

/** How a migration ended, when it was paid (ms since 1970), and how long it took. */
export type Watched = { order: OrderView; paidAt: number; totalMs: number };

const pollMs = 40;
const finalStatuses: readonly string[] = ['completed', 'failed', 'compensation_failed'];

/**
 * Follows an order's migration from the payment to the end of its last execution. Throws
 * `LocalProblem` when it takes too long.
 */
export const watchMigration = async ({
  orderId,
  getOrder,
  readExecutions,
  view,
}: Watch): Promise<Watched> => {
  const paidAt = Date.now();
  const shown = new Set<string>();
  let totalMs = 0;
  for (;;) {
    const [order, { steps, running }] = await Promise.all([
      getOrder(orderId),
      readExecutions(orderId),
    ]);
    const nowMs = Date.now() - paidAt;
    for (const { id, name, at } of steps.filter(({ id }) => !shown.has(id))) {
      shown.add(id);
      view.step(name, Math.max(0, at.getTime() - paidAt));
    }
    view.files(order.files);
    const ended = finalStatuses.includes(order.migration.status);
    if (ended) totalMs ||= nowMs;
    if (ended && !running) return { order, paidAt, totalMs };
    if (nowMs > patienceMs) {
      const { status } = order.migration;
      throw new LocalProblem(`Order ${orderId} is still ${status} after ${patienceMs / 1000} s.`);
    }
    await sleep(pollMs);
  }
};
