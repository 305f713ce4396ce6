import type { Alerts, Clock } from '../shared/ports.ts';
import { changeOrder } from './change-order.ts';
import type { Failure, Order, Run } from './model/order.ts';
import { deathCauses, takeOver } from './model/order-failure.ts';
import { firstRun } from './model/order-transitions.ts';
import type { Migrations, Orders } from './ports.ts';

type Deps = { orders: Orders; migrations: Migrations; alerts: Alerts; clock: Clock };

/**
 * A dead execution and its order. `hasAlerted`: the execution ended in the workflow's own Fail
 * state, which comes after the alert.
 */
export type DeadRun = { orderId: string; runId: string; cause: Failure; hasAlerted?: boolean };

/**
 * Hands an order whose execution died to a compensating run. Returns false when the order has moved
 * on: nothing was wrong.
 */
export const recoverMigration = async (
  { orders, migrations, alerts, clock }: Deps,
  dead: DeadRun,
): Promise<boolean> => {
  const { orderId, cause } = dead;
  const { run, taken, order } = await changeOrder(
    { orders, clock },
    orderId,
    ({ order: current }) => {
      const next = takeOver(current, dead.runId, cause, clock.now().toISOString());
      return { ...next, taken: next.order !== current };
    },
  );
  if (!taken && endedUntold(order, dead))
    await alerts.raise({
      kind: 'migration_interrupted',
      orderId,
      message: `${cause.message} Refund requested.`,
    });
  if (!taken) return false;
  await alerts.raise({
    kind: run ? 'migration_interrupted' : 'compensation_failed',
    orderId,
    message: messageFor(cause, run),
  });
  if (run) await migrations.start(run);
  return true;
};

/** The execution died between recording the refund and raising the alert: raise it here. */
const endedUntold = (
  { status, migration }: Order,
  { runId, hasAlerted = false }: DeadRun,
): boolean => status === 'refund_requested' && migration.runId === runId && !hasAlerted;

const messageFor = (cause: Failure, run: Run | undefined): string =>
  run
    ? `${cause.message} Run ${run.runId} compensates.`
    : `${cause.message} Taking over failed too often: copies may be left behind; compensate by ` +
      'hand.';

/**
 * A run and its order's record begin within moments of each other. For this long after a change, a
 * missing run may be a new one.
 */
export const unseenMinutes = 5;

/** True if an execution works on the order, or may: the order has just changed. */
export const mayRun = async (
  { migrations, clock }: Pick<Deps, 'migrations' | 'clock'>,
  order: Order,
): Promise<boolean> => mayBeUnseen(order, clock.now()) || migrations.isRunning(currentRunOf(order));

const mayBeUnseen = ({ updatedAt }: Order, now: Date): boolean =>
  now.getTime() - Date.parse(updatedAt) < unseenMinutes * 60_000;

const currentRunOf = (order: Order): string => order.migration.runId ?? firstRun(order).runId;

/**
 * The same for an order whose execution may be dead: look first. `running`: or it may be, the order
 * has just changed. `settled`: the order had moved on before we came.
 */
export const recoverIfDead = async (
  deps: Deps,
  order: Order,
): Promise<'running' | 'recovered' | 'settled'> => {
  if (await mayRun(deps, order)) return 'running';
  return (await recoverMigration(deps, {
    orderId: order.orderId,
    runId: currentRunOf(order),
    cause: deathCauses.FAILED,
  }))
    ? 'recovered'
    : 'settled';
};
