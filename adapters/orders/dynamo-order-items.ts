import {
  type Order,
  type OrderFile,
  type OrderWithFiles,
  orderFileSchema,
  orderSchema,
} from '../../core/orders/model/order.ts';
import { type OrderState, orderStates, stateOf } from '../../core/orders/model/order-state.ts';
import { needsAttention } from '../../core/orders/model/order-transitions.ts';
import { attentionIndex, heldPaymentsIndex } from '../../core/table-indexes.ts';
import { shardedKey } from '../dynamo/sharded-keys.ts';
import { readAllStored, readStored, type StoredKind } from '../dynamo/stored-records.ts';

/** How an order is read from its item. */
export const storedOrder: StoredKind<Order> = {
  kind: 'order',
  idOf: ({ orderId }) => orderId,
  parse: (item) => orderSchema.parse(item),
};

const storedFile: StoredKind<OrderFile> = {
  kind: 'ledger entry',
  idOf: ({ orderId, item }) => `${orderId}/${item}`,
  parse: (item) => orderFileSchema.parse(item),
};

/** Sort key of the order itself. */
export const orderItem = 'ORDER';

/** Hash keys of the index of held payments begin with it. */
export const heldValue = 'held';

/**
 * The value of an open order in the attention index: with its state, so that a list of failed
 * orders reads past no crowd of paid ones. Version 0.1.0 wrote `open` alone.
 */
const openValue = (state: OrderState): string =>
  state === 'awaiting_payment' ? 'open' : `open-${state}`;

/** Every value of open orders. */
export const openValues: readonly string[] = [...new Set(['open', ...orderStates.map(openValue)])];

/** The values under which orders of these states stand. A paid order is always open. */
export const valuesOf = (states: readonly OrderState[]): string[] => [
  ...new Set(['open', ...states.map(openValue), ...states.filter((state) => state !== 'paid')]),
];

/** The item of an order, with its present keys in the sharded indexes. */
export const toOrderItem = (order: Order): Record<string, unknown> => ({
  ...order,
  item: orderItem,
  [attentionIndex.hashKey]: shardedKey(
    needsAttention(order) ? openValue(stateOf(order)) : stateOf(order),
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

/** Sort key of one ledger entry. */
const fileItem = (role: string): string => `FILE#${role}`;

/**
 * The opposite of the first two: one partition, read whole. An order is its whole ledger: throws
 * `RecordUnreadable` if one item cannot be read.
 */
export function fromItems(items: readonly Record<string, unknown>[]): OrderWithFiles | undefined {
  const order = items.find(({ item }) => item === orderItem);
  if (!order) return undefined;
  const ledger = items.filter(({ item }) => item !== orderItem);
  return { order: readStored(storedOrder, order), files: readAllStored(storedFile, ledger) };
}
