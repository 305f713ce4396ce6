import { commitOrder } from '../../core/orders/commit-order.ts';
import { count, countBytes, countMilliseconds } from '../shared/counted.ts';
import { env } from '../shared/environment.ts';
import { orders } from '../shared/order-wiring.ts';
import { clock } from '../shared/wiring.ts';
import { stepHandler } from './step.ts';

const deps = { orders: orders(), clock: clock(), filesBucket: env('FILES_BUCKET') };

/** Step: Commit order */
export const handler = stepHandler(async (run) => {
  const committed = await commitOrder(deps, run);
  count('OrdersCompleted');
  count('FilesKept', committed.files);
  countBytes('BytesKept', committed.bytes);
  countMilliseconds('MigrationMilliseconds', committed.migrationMilliseconds);
  countMilliseconds('PaidToKeptMilliseconds', committed.paidToKeptMilliseconds);
  return committed;
});
