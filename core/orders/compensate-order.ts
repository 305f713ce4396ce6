import { OrderRefused } from '../errors.ts';
import type { Alerts } from '../shared/ports.ts';
import { readOrder } from './change-order.ts';
import type { OrderWithFiles } from './model/order.ts';
import { wayToCompensate } from './model/order-repair.ts';
import type { Migrations } from './ports.ts';
import { recoverIfDead, unseenMinutes } from './recover-migration.ts';
import { type SweepDeps, sweepFailedOrder } from './sweep-failed-order.ts';

type Deps = SweepDeps & { migrations: Migrations; alerts: Alerts };

/**
 * Removes a failed order's remaining copies now, or starts a compensating run for an order whose
 * execution died. The reconciler would do the same within the hour. The refund stays as it is.
 * Throws `NotFound`, or `OrderRefused` while a run works on the order or nothing is left to undo.
 */
export const compensateOrder = async (deps: Deps, orderId: string): Promise<OrderWithFiles> => {
  const done = await undo(deps, await readOrder(deps.orders, orderId));
  if (done === 'running') throw beingWorkedOn(orderId);
  return readOrder(deps.orders, orderId);
};

const undo = (
  deps: Deps,
  current: OrderWithFiles,
): Promise<'running' | 'recovered' | 'settled' | 'swept'> =>
  wayToCompensate(current.order) === 'sweep'
    ? sweepFailedOrder(deps, current)
    : recoverIfDead(deps, current.order);

const beingWorkedOn = (orderId: string): OrderRefused =>
  new OrderRefused(
    `Somebody is working on order ${orderId}, or it changed so lately that it cannot be ` +
      `told. Look at its timeline, and try again in ${unseenMinutes} minutes.`,
    { context: { orderId } },
  );
