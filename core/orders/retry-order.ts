import * as z from 'zod';
import { parseInput } from '../shared/model/parse-input.ts';
import type { Clock } from '../shared/ports.ts';
import type { Uploads } from '../uploads/ports.ts';
import { changeOrder, readOrder } from './change-order.ts';
import type { OrderWithFiles } from './model/order.ts';
import { retryByOperator } from './model/order-repair.ts';
import type { Migrations, Orders } from './ports.ts';
import { startMigration } from './receive-payment.ts';

type Deps = { orders: Orders; uploads: Uploads; migrations: Migrations; clock: Clock };

export const retryOrderSchema = z.strictObject({
  /** The operator made sure that the refund of the failed attempt is not paid out. */
  refundStopped: z.boolean('must be true or false').default(false),
});

/**
 * Starts another attempt for an operator; an attempt that is already on record is used. Throws
 * `InvalidInput`, `NotFound`, `OrderRefused`, or `PaymentTooEarly` while a required upload is
 * missing or an upload is being checked. The reconciler starts an attempt that is on record and
 * could not be started here.
 */
export const retryOrder = async (
  deps: Deps,
  orderId: string,
  body: unknown,
): Promise<OrderWithFiles> => {
  const wanted = parseInput(retryOrderSchema, body);
  await changeOrder(deps, orderId, ({ order }) => ({
    order: retryByOperator(order, wanted, deps.clock.now()),
  }));
  await startMigration(deps, orderId);
  return readOrder(deps.orders, orderId);
};
