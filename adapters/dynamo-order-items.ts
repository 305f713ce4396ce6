import { createHash } from 'node:crypto';
import { attentionIndex } from '../core/contract.ts';
import { type Order, type OrderFile, type OrderWithFiles, orderFileSchema, orderSchema } from '../core/model/order.ts';
import { needsAttention } from '../core/model/order-transitions.ts';

/** Sort key of the order itself. */
const orderItem = 'ORDER';

/** Sort key of one ledger entry. */
const fileItem = (role: string): string => `FILE#${role}`;

/** Hash keys of the index the reconciler reads. One key would be one hot partition, so they are sharded. */
export const attentionKeys: readonly string[] = Array.from({ length: attentionIndex.shards }, (_, shard) => `open#${shard}`);

const attentionOf = ({ orderId }: Order): string | undefined =>
  attentionKeys[createHash('sha256').update(orderId).digest().readUInt16BE() % attentionIndex.shards];

/** The item of an order; only one that needs attention is in the sparse index. */
export const toOrderItem = (order: Order): Record<string, unknown> => ({
  ...order,
  item: orderItem,
  ...(needsAttention(order) && { [attentionIndex.hashKey]: attentionOf(order) }),
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
