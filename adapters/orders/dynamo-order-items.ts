import { attentionIndex } from '../../core/contract.ts';
import { type Order, type OrderFile, type OrderWithFiles, orderFileSchema, orderSchema } from '../../core/orders/model/order.ts';
import { stateOf } from '../../core/orders/model/order-state.ts';
import { needsAttention } from '../../core/orders/model/order-transitions.ts';
import { shardedKey } from '../dynamo/sharded-keys.ts';

/** Sort key of the order itself. */
export const orderItem = 'ORDER';

/** Sort key of one ledger entry. */
const fileItem = (role: string): string => `FILE#${role}`;

/** The item of an order; what it is found under in the attention index changes with it. */
export const toOrderItem = (order: Order): Record<string, unknown> => ({
  ...order,
  item: orderItem,
  [attentionIndex.hashKey]: shardedKey(needsAttention(order) ? 'open' : stateOf(order), order.orderId),
});

/** The item of a ledger entry. */
export const toFileItem = (file: OrderFile): Record<string, unknown> => ({ ...file, item: fileItem(file.role) });

/** The opposite of both: one partition, read whole. */
export function fromItems(items: readonly Record<string, unknown>[]): OrderWithFiles | undefined {
  const order = items.find(({ item }) => item === orderItem);
  if (!order) return undefined;
  const files = items.filter(({ item }) => item !== orderItem).map((item) => orderFileSchema.parse(item));
  return { order: orderSchema.parse(order), files };
}
