import { AttemptSuperseded } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import type { ObjectStore } from '../storage/ports.ts';
import { readOrder } from './change-order.ts';
import { outcomeOf } from './chunk-files.ts';
import { isCopyOf } from './model/copy-marks.ts';
import type { Chunk, FileOutcome, OrderFile } from './model/order.ts';
import { isOwed, undone } from './model/order-undo.ts';
import type { Orders } from './ports.ts';

type Objects = Pick<ObjectStore, 'head' | 'versions' | 'removeVersion' | 'abortMultiparts'>;
type Deps = { orders: Orders; objects: Objects; clock: Clock; filesBucket: string };
type Mine = (metadata: Readonly<Record<string, string>>) => boolean;

/** Removes a key's unfinished uploads and, by id, the versions that `mine` accepts. */
export const removeVersionsOf = async (
  objects: Objects,
  at: { bucket: string; key: string },
  mine: Mine,
): Promise<void> => {
  await objects.abortMultiparts(at.bucket, at.key);
  for (const versionId of await objects.versions(at.bucket, at.key)) {
    const facts = await objects.head({ ...at, versionId });
    if (facts && mine(facts.metadata)) await objects.removeVersion({ ...at, versionId });
  }
};

/**
 * Undoes a chunk's copies: exactly what this attempt created, nothing else. The opposite of
 * `copyFiles`; repeating it changes nothing.
 */
export const removeCopies = async (deps: Deps, chunk: Chunk): Promise<FileOutcome[]> => {
  const { order, files } = await readOrder(deps.orders, chunk.orderId);
  if (order.migration.runId !== chunk.runId || order.migration.status !== 'compensating') {
    throw new AttemptSuperseded(
      `Order ${chunk.orderId} is ${order.migration.status}; run ${chunk.runId} removes nothing.`,
      { context: { ...chunk } },
    );
  }
  const owed = files
    .filter(({ role }) => chunk.roles.includes(role))
    .filter((file) => isOwed(file, chunk.attempt));
  return settleAll(owed, async (file) => {
    await removeCopy(deps, file);
    return outcomeOf(await deps.orders.saveFile(undone(file, deps.clock.now().toISOString())));
  });
};

/** A recorded version is removed by id; a mere intent means looking for the copy first. */
const removeCopy = async (
  { objects, filesBucket: bucket }: Deps,
  file: OrderFile & { permanentKey: string },
): Promise<void> => {
  const { permanentKey: key, versionId, created, orderId, attempt } = file;
  if (created && versionId) return objects.removeVersion({ bucket, key, versionId });
  return removeVersionsOf(objects, { bucket, key }, (metadata) =>
    isCopyOf(metadata, orderId, attempt),
  );
};
