import type { Order, OrderFile, Run } from './order.ts';
import { noted } from './order-history.ts';

/** `compensate`: undo this run's work. The others undo nothing: committed or superseded. */
export type UndoDecision = 'compensate' | 'committed' | 'superseded';

/** Takes the order out of `migrating`, so it cannot commit. `complete` has the opposite guard. */
export const beginUndo = (
  order: Order,
  run: Run,
  now: string,
): { decision: UndoDecision; order: Order } => {
  if (!isOurs(order, run)) return { decision: 'superseded', order };
  if (order.migration.status === 'completed') return { decision: 'committed', order };
  if (order.migration.status === 'failed') return { decision: 'compensate', order };
  const closed: Order = {
    ...order,
    migration: { ...order.migration, status: 'compensating', runId: run.runId },
  };
  return {
    decision: 'compensate',
    order: noted(closed, {
      at: now,
      event: 'compensation_started',
      attempt: run.attempt,
      runId: run.runId,
    }),
  };
};

const isOurs = ({ migration }: Order, run: Run): boolean =>
  migration.attempt === run.attempt &&
  (migration.runId === undefined || migration.runId === run.runId);

/** True while a version, or an unfinished multipart upload, made by this attempt may exist. */
export const isOwed = (
  file: OrderFile,
  attempt: number,
): file is OrderFile & { permanentKey: string } =>
  file.attempt === attempt && file.permanentKey !== undefined && file.created !== false;

/** The ledger entry once nothing of it is left in permanent storage. */
export const withoutCopy = ({
  permanentKey: _key,
  versionId: _version,
  created: _created,
  verifiedBy: _proof,
  ...file
}: OrderFile): OrderFile => ({
  ...file,
  status: file.failure ? 'failed' : 'removed',
});

/** The file's entry after its copy was removed; `undone` names the removed copy. */
export const undone = (file: OrderFile, now: string): OrderFile => {
  const { permanentKey, versionId } = file;
  const left = { ...withoutCopy(file), updatedAt: now };
  return permanentKey === undefined
    ? left
    : {
        ...left,
        undone: { permanentKey, ...(versionId !== undefined && { versionId }), at: now },
      };
};
