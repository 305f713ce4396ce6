import { StaleRecord, TransientFault } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import type { PermanentLocation } from '../uploads/model/upload.ts';
import { readOrder } from './change-order.ts';
import type { OrderFile, Run } from './model/order.ts';
import { measuresOf, type OrderMeasures } from './model/order-measures.ts';
import { complete } from './model/order-transitions.ts';
import type { Orders } from './ports.ts';

type Deps = { orders: Orders; clock: Clock; filesBucket: string };

/**
 * Makes the verified copies the files, all or none. Throws `FilesNotVerified` or
 * `AttemptSuperseded`; committing twice changes nothing.
 */
export const commitOrder = async (
  { orders, clock, filesBucket }: Deps,
  run: Run,
): Promise<{ orderId: string } & OrderMeasures> => {
  const current = await readOrder(orders, run.orderId);
  const now = clock.now().toISOString();
  const next = complete(current, run, now);
  const locations = locationsOf(current.files, filesBucket);
  try {
    if (next !== current.order) await orders.commit({ ...next, updatedAt: now }, locations);
  } catch (error) {
    // A held payment or a compensation changed the order in between. The retry reads and decides
    // again.
    if (error instanceof StaleRecord)
      throw new TransientFault(`Order ${run.orderId} changed while it was committed.`, {
        cause: error,
        context: { orderId: run.orderId },
      });
    throw error;
  }
  return { orderId: run.orderId, ...measuresOf(next, current.files) };
};

const locationsOf = (files: readonly OrderFile[], bucket: string): PermanentLocation[] =>
  files.flatMap(({ uploadId, permanentKey, versionId, status }) =>
    status === 'verified' && permanentKey && versionId
      ? [{ uploadId, bucket, key: permanentKey, versionId }]
      : [],
  );
