import type { FileCategory } from '../contract.ts';
import type { OrderFile, OrderWithFiles } from '../model/order.ts';
import { isOwed, undone } from '../model/order-failure.ts';
import { noted } from '../model/order-history.ts';
import { permanentKey, type Upload } from '../model/upload.ts';
import type { Clock, ObjectStore, Orders, Uploads } from '../ports.ts';
import { changeOrder } from './change-order.ts';
import { settleAll } from './chunk-files.ts';
import { removeVersionsOf } from './remove-copies.ts';

export type SweepDeps = {
  orders: Orders;
  uploads: Uploads;
  objects: Pick<ObjectStore, 'head' | 'versions' | 'removeVersion' | 'abortMultiparts'>;
  clock: Clock;
  filesBucket: string;
  categories: Readonly<Record<string, FileCategory>>;
};

const keyOf = (
  categories: SweepDeps['categories'],
  { orderId, permanentKey: recorded }: OrderFile,
  upload: Upload | undefined,
): string | undefined => {
  const prefix = upload && categories[upload.category]?.prefix;
  return recorded ?? (prefix && permanentKey(prefix, orderId, upload));
};

/** A function that was cut off can still have its copy finished by storage after compensation looked: remove what came late. */
export const sweepFailedOrder = async (deps: SweepDeps, { order, files }: OrderWithFiles): Promise<void> => {
  const uploads = new Map((await deps.uploads.findMany(files.map(({ uploadId }) => uploadId))).map((upload) => [upload.uploadId, upload]));
  await settleAll(files, async (file) => {
    const key = keyOf(deps.categories, file, uploads.get(file.uploadId));
    if (key)
      await removeVersionsOf(deps.objects, { bucket: deps.filesBucket, key }, (metadata) => metadata['keepsake-order'] === order.orderId);
    if (isOwed(file, order.migration.attempt)) await deps.orders.saveFile(undone(file, deps.clock.now().toISOString()));
  });
  const at = deps.clock.now().toISOString();
  await changeOrder(deps, order.orderId, ({ order: current }) => ({
    order: noted(
      { ...current, migration: { ...current.migration, status: 'failed' as const }, sweptAt: at },
      { at, event: 'swept', attempt: current.migration.attempt },
    ),
  }));
};
