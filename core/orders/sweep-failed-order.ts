import type { FileCategory } from '../contract.ts';
import { StaleRecord } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import type { ObjectStore } from '../storage/ports.ts';
import { permanentKey, type Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { uploadsById } from '../uploads/uploads-by-id.ts';
import { changeOrder, readOrder } from './change-order.ts';
import type { Order, OrderFile, OrderWithFiles } from './model/order.ts';
import { beginSweep, endSweep, isSweeping } from './model/order-sweep.ts';
import { isOwed, undone } from './model/order-undo.ts';
import type { Orders } from './ports.ts';
import { removeVersionsOf } from './remove-copies.ts';

export type SweepDeps = {
  orders: Orders;
  uploads: Uploads;
  objects: Pick<ObjectStore, 'head' | 'versions' | 'removeVersion' | 'abortMultiparts'>;
  clock: Clock;
  filesBucket: string;
  categories: Readonly<Record<string, FileCategory>>;
  /** Minutes after its failure in which copies of an order may still come late. */
  afterMinutes: number;
};

type Swept = 'swept' | 'running' | 'settled';

/**
 * Removes copies that storage finished after compensation had looked; a function that was cut off
 * can leave such a copy. One sweep runs at a time, and never beside another attempt. `running`:
 * another sweep holds the order. `settled`: the order is no longer failed.
 */
export const sweepFailedOrder = async (
  deps: SweepDeps,
  { order }: OrderWithFiles,
): Promise<Swept> => {
  const held = await hold(deps, order);
  if (typeof held === 'string') return held;
  try {
    await removeLateCopies(deps, held);
  } catch (error) {
    // A hold that cannot be released expires.
    await letGo(deps, held.order).catch(() => undefined);
    throw error;
  }
  const ending = { now: deps.clock.now(), afterMinutes: deps.afterMinutes };
  await changeOrder(deps, order.orderId, ({ order: current }) => ({
    order: endSweep(current, held.order, ending),
  }));
  return 'swept';
};

/** Saves without the time of change: the order must look forgotten until the sweep ends. */
const hold = async (
  { orders, clock }: SweepDeps,
  order: Order,
): Promise<OrderWithFiles | Swept> => {
  const held = beginSweep(order, clock.now());
  if (held === order) return isSweeping(order, clock.now()) ? 'running' : 'settled';
  try {
    await orders.save(held);
  } catch (error) {
    if (error instanceof StaleRecord) return 'running';
    throw error;
  }
  // Reads the order again, because an answer may be lost or a ledger entry written meanwhile.
  return readOrder(orders, order.orderId);
};

const removeLateCopies = async (
  deps: SweepDeps,
  { order, files }: OrderWithFiles,
): Promise<void> => {
  const uploads = await uploadsById(
    deps.uploads,
    files.map(({ uploadId }) => uploadId),
  );
  await settleAll(files, async (file) => {
    const key = keyOf(deps.categories, file, uploads.get(file.uploadId));
    if (key)
      await removeVersionsOf(
        deps.objects,
        { bucket: deps.filesBucket, key },
        (metadata) => metadata['keepsake-order'] === order.orderId,
      );
    if (isOwed(file, order.migration.attempt))
      await deps.orders.saveFile(undone(file, deps.clock.now().toISOString()));
  });
};

const keyOf = (
  categories: SweepDeps['categories'],
  { orderId, permanentKey: recorded }: OrderFile,
  upload: Upload | undefined,
): string | undefined => {
  const prefix = upload && categories[upload.category]?.prefix;
  return recorded ?? (prefix && permanentKey(prefix, orderId, upload));
};

const letGo = async ({ orders }: SweepDeps, held: Order): Promise<void> => {
  const { order } = await readOrder(orders, held.orderId);
  if (order.sweepingSince !== held.sweepingSince) return;
  const { sweepingSince: _released, ...free } = order;
  await orders.save(free);
};
