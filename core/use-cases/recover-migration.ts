import type { Failure, Run } from '../model/order.ts';
import { takeOver } from '../model/order-failure.ts';
import type { Alerts, Clock, Migrations, Orders } from '../ports.ts';
import { changeOrder } from './change-order.ts';

type Deps = { orders: Orders; migrations: Migrations; alerts: Alerts; clock: Clock };

/** An execution that is no more, and the order it was for. */
export type DeadRun = { orderId: string; runId: string; cause: Failure };

const messageFor = (cause: Failure, run: Run | undefined): string =>
  run
    ? `${cause.message} Run ${run.runId} compensates.`
    : `${cause.message} Taking over failed too often: copies may be left behind; compensate by hand.`;

/** Hands an order whose execution died to a compensating run. Answers false when the order has moved on: nothing was wrong. */
export const recoverMigration = async (
  { orders, migrations, alerts, clock }: Deps,
  { orderId, runId, cause }: DeadRun,
): Promise<boolean> => {
  const { run, taken } = await changeOrder({ orders, clock }, orderId, ({ order }) => {
    const next = takeOver(order, runId, cause, clock.now().toISOString());
    return { ...next, taken: next.order !== order };
  });
  if (!taken) return false;
  await alerts.raise({ kind: run ? 'migration_interrupted' : 'compensation_failed', orderId, message: messageFor(cause, run) });
  if (run) await migrations.start(run);
  return true;
};
