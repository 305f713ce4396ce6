import type { Clock } from '../shared/ports.ts';
import { changeOrder } from './change-order.ts';
import { chunksOf } from './claim-order.ts';
import type { Chunk, Run } from './model/order.ts';
import { beginUndo, isOwed, type UndoDecision } from './model/order-undo.ts';
import type { Orders } from './ports.ts';

/** Closes the order to this run's commit and says what it may have left behind. */
export const beginCompensation = async (
  deps: { orders: Orders; clock: Clock; chunkSize: number },
  run: Run,
): Promise<{ decision: UndoDecision; chunks: Chunk[] }> => {
  const { decision, roles } = await changeOrder(deps, run.orderId, ({ order, files }) => ({
    ...beginUndo(order, run, deps.clock.now().toISOString()),
    roles: files.filter((file) => isOwed(file, run.attempt)).map(({ role }) => role),
  }));
  return {
    decision,
    chunks: decision === 'compensate' ? chunksOf(run, roles, deps.chunkSize) : [],
  };
};
