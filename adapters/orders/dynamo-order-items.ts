import {
  type Order,
  type OrderFile,
  type OrderWithFiles,
  orderFileSchema,
  orderSchema,
  type PaymentRecord,
} from '../../core/orders/model/order.ts';
import { stateOf } from '../../core/orders/model/order-state.ts';
import { needsAttention } from '../../core/orders/model/order-transitions.ts';
import { attentionIndex, heldPaymentsIndex } from '../../core/table-indexes.ts';
import { shardedKey } from '../dynamo/sharded-keys.ts';

/** Sort key of the order itself. */
export const orderItem = 'ORDER';

/** Hash keys of the index of held payments begin with it. */
export const heldValue = 'held';

/** Sort key of one ledger entry. */
const fileItem = (role: string): string => `FILE#${role}`;

/** The item of an order, with its present keys in the sharded indexes. */
export const toOrderItem = (order: Order): Record<string, unknown> => ({
  ...order,
  item: orderItem,
  [attentionIndex.hashKey]: shardedKey(
    needsAttention(order) ? 'open' : stateOf(order),
    order.orderId,
  ),
  ...(order.heldPayments.some(({ settledAt }) => settledAt === undefined) && {
    [heldPaymentsIndex.hashKey]: shardedKey(heldValue, order.orderId),
  }),
});

/** The item of a ledger entry. */
export const toFileItem = (file: OrderFile): Record<string, unknown> => ({
  ...file,
  item: fileItem(file.role),
});

/** Key of the item that says which order a payment has paid. */
export const paymentKey = (paymentId: string) => ({
  orderId: `payment#${paymentId}`,
  item: 'PAYMENT',
});

/**
 * The item that says which order a payment has paid, in a partition of its own; no index holds it,
 * and it stays for good.
 */
export const toPaymentItem = ({
  orderId,
  payment,
}: Order & { payment: PaymentRecord }): Record<string, unknown> => ({
  ...paymentKey(payment.paymentId),
  paidOrderId: orderId,
  receivedAt: payment.receivedAt,
});

/** The opposite of the first two: one partition, read whole. */
export function fromItems(items: readonly Record<string, unknown>[]): OrderWithFiles | undefined {
  const order = items.find(({ item }) => item === orderItem);
  if (!order) return undefined;
  const files = items
    .filter(({ item }) => item !== orderItem)
    .map((item) => orderFileSchema.parse(item));
  return { order: orderSchema.parse(order), files };
}
