import { createHash } from 'node:crypto';
import { attentionIndex } from '../core/contract.ts';
import { type Order, type OrderFile, type OrderWithFiles, orderFileSchema, orderSchema } from '../core/model/order.ts';
import { type OrderState, stateOf } from '../core/model/order-state.ts';
import { needsAttention } from '../core/model/order-transitions.ts';

/** Sort key of the order itself. */
export const orderItem = 'ORDER';

/** Sort key of one ledger entry. */
const fileItem = (role: string): string => `FILE#${role}`;

/** Hash keys of the attention index under which orders of a kind are found. One key would be one hot partition, so they are sharded. */
export const keysOf = (kind: 'open' | OrderState): string[] =>
  Array.from({ length: attentionIndex.shards }, (_, shard) => `${kind}#${shard}`);

/** Those the reconciler reads. */
export const attentionKeys: readonly string[] = keysOf('open');

const shardOf = ({ orderId }: Order): number => createHash('sha256').update(orderId).digest().readUInt16BE() % attentionIndex.shards;

const attentionOf = (order: Order): string => `${needsAttention(order) ? 'open' : stateOf(order)}#${shardOf(order)}`;

/** The item of an order; what it is found under in the attention index changes with it. */
export const toOrderItem = (order: Order): Record<string, unknown> => ({
  ...order,
  item: orderItem,
  [attentionIndex.hashKey]: attentionOf(order),
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
