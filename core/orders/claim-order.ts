import type { Clock } from '../shared/ports.ts';
import { changeOrder } from './change-order.ts';
import type { Chunk, Run } from './model/order.ts';
import { claim } from './model/order-transitions.ts';
import type { Orders } from './ports.ts';

/** Splits roles into the chunks one step handles each; a step is what a saga pays for. */
export const chunksOf = (run: Run, roles: readonly string[], size: number): Chunk[] =>
  Array.from({ length: Math.ceil(roles.length / size) }, (_, index) => ({
    ...run,
    roles: roles.slice(index * size, (index + 1) * size),
  }));

/**
 * Puts the order into the hands of this run and says what there is to do. Throws
 * `AttemptSuperseded` when it is in other hands.
 */
export const claimOrder = async (
  deps: { orders: Orders; clock: Clock; chunkSize: number },
  run: Run,
): Promise<Run & { chunks: Chunk[] }> => {
  const { roles } = await changeOrder(deps, run.orderId, ({ order, files }) => ({
    order: claim(order, run, deps.clock.now().toISOString()),
    roles: files.map(({ role }) => role),
  }));
  return { ...run, chunks: chunksOf(run, roles, deps.chunkSize) };
};
