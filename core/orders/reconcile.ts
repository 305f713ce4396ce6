import { PaymentTooEarly } from '../errors.ts';
import type { Alerts, EventBus } from '../shared/ports.ts';
import { readOrder } from './change-order.ts';
import type { Order, OrderWithFiles } from './model/order.ts';
import { needOf, type OrderNeed } from './model/order-need.ts';
import { isSwept } from './model/order-sweep.ts';
import type { Migrations } from './ports.ts';
import { publishOrderEvent } from './publish-order-event.ts';
import { startMigration } from './receive-payment.ts';
import { recoverIfDead } from './recover-migration.ts';
import { type WatchDeps, watchRefund } from './refunds/watch-refund.ts';
import { type SweepDeps, sweepFailedOrder } from './sweep-failed-order.ts';

export type ReconcileDeps = SweepDeps &
  WatchDeps & { migrations: Migrations; alerts: Alerts; bus: EventBus };

/**
 * The outcome of a checked order. `waiting`: paid, but a required upload has not arrived or an
 * upload is being checked. `running`: an execution works on the order. `settled`: the order moved
 * on before the check, or waits for its refund alone. `overdue`: its refund should have settled by
 * now. `failed`: the repair failed this time.
 */
export const repairOutcomes = [
  'announced',
  'recovered',
  'started',
  'waiting',
  'swept',
  'overdue',
  'running',
  'settled',
  'failed',
] as const;

export type RepairOutcome = (typeof repairOutcomes)[number];

export type Repair = Exclude<RepairOutcome, 'failed'>;

/** The checked orders, counted by outcome. */
export type ReconcileReport = Record<RepairOutcome, number>;

type Act = (deps: ReconcileDeps, current: OrderWithFiles) => Promise<Repair>;

/** A dead execution keeps its name taken. A run that just started may not be visible yet. */
const startLate = async (deps: ReconcileDeps, current: OrderWithFiles): Promise<Repair> => {
  try {
    const start = await startMigration(deps, current.order.orderId);
    if (start !== 'taken') return start === 'begun' ? 'started' : start;
    const recovered = await recoverIfDead(deps, current.order);
    return recovered === 'recovered' ? recovered : 'started';
  } catch (error) {
    if (error instanceof PaymentTooEarly) return 'waiting';
    throw error;
  }
};

const publishLate = async (deps: ReconcileDeps, orderId: string): Promise<Repair> => {
  await publishOrderEvent(deps, orderId);
  return 'announced';
};

/** Reads again before the sweep, because the watch may have saved the order. */
const repairFailed = async (deps: ReconcileDeps, order: Order): Promise<Repair> => {
  if ((await watchRefund(deps, order)) === 'overdue') return 'overdue';
  return isSwept(order)
    ? 'settled'
    : sweepFailedOrder(deps, await readOrder(deps.orders, order.orderId));
};

const acts: Readonly<Record<OrderNeed, Act>> = {
  announcement: (deps, { order }) => publishLate(deps, order.orderId),
  recovery: (deps, { order }) => recoverIfDead(deps, order),
  start: startLate,
  sweep: (deps, { order }) => repairFailed(deps, order),
  nothing: async () => 'settled',
};

/** Repairs one order, if there is need. Throws the error that the repair fails with. */
export const repairOrder = async (deps: ReconcileDeps, orderId: string): Promise<Repair> => {
  const current = await readOrder(deps.orders, orderId);
  return acts[needOf(current.order)](deps, current);
};

/** Repairs orders without the execution they need. One failure does not stop the others. */
export const reconcile = async (
  deps: ReconcileDeps,
  onFailure: (orderId: string, error: unknown) => void,
): Promise<ReconcileReport> => {
  const report: ReconcileReport = {
    announced: 0,
    recovered: 0,
    started: 0,
    waiting: 0,
    swept: 0,
    overdue: 0,
    running: 0,
    settled: 0,
    failed: 0,
  };
  const before = new Date(deps.clock.now().getTime() - deps.afterMinutes * 60_000);
  for await (const orderId of deps.orders.needingAttention(before)) {
    try {
      report[await repairOrder(deps, orderId)]++;
    } catch (error) {
      report.failed++;
      onFailure(orderId, error);
    }
  }
  return report;
};
