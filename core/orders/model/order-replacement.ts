import { OrderRefused } from '../../errors.ts';
import type { Order, OrderFile } from './order.ts';
import { noted } from './order-history.ts';
import { isSweeping, isSwept } from './order-sweep.ts';

/**
 * The order and the entry of a role with another upload. Throws `OrderRefused` while a copy of the
 * old file is there or may come.
 */
export const replaceFile = (
  order: Order,
  file: OrderFile,
  { uploadId, now }: { uploadId: string; now: Date },
): { order: Order; file: OrderFile } => {
  const why = objection(order, file, now);
  if (why !== undefined)
    throw new OrderRefused(`Order ${order.orderId} ${why}`, {
      context: { orderId: order.orderId, role: file.role, status: order.status },
    });
  const at = now.toISOString();
  const { attempt } = order.migration;
  return {
    order: noted({ ...order, updatedAt: at }, { at, event: 'file_replaced', attempt }),
    file: { ...entryOf(file, uploadId), updatedAt: at },
  };
};

/** Why a file cannot be replaced now; `undefined` when it can. */
const objection = (order: Order, file: OrderFile, now: Date): string | undefined => {
  const { status, migration } = order;
  if (status === 'completed') return 'is completed. Its files stay.';
  if (status === 'paid' && migration.status !== 'pending')
    return 'is being worked on. Replace the file if that fails.';
  if (status !== 'refund_requested') return undefined;
  if (migration.status === 'compensation_failed')
    return 'still has copies that could not be removed. Compensate it first.';
  if (migration.status !== 'failed' || order.announcement)
    return 'is being compensated. Try again when that has ended.';
  if (isSweeping(order, now) || (mayBeCopiedLate(file) && !isSwept(order)))
    return 'is still searched for late copies. Try again two hours after its failure.';
  return undefined;
};

/** A copy that storage finishes late lies under the key of the file that it is a copy of. */
const mayBeCopiedLate = ({ permanentKey, undone }: OrderFile): boolean =>
  permanentKey !== undefined || undone !== undefined;

/** The entry of another upload in the same role: nothing has happened to it. */
const entryOf = ({ orderId, role, position, required, revision }: OrderFile, uploadId: string) => ({
  orderId,
  role,
  ...(position !== undefined && { position }),
  required,
  uploadId,
  revision,
  status: 'pending' as const,
  attempt: 0,
});
