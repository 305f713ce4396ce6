import type { Order } from './order.ts';

/** The states operators list orders by: the order's, or its migration's if that says more. */
export const orderStates = [
  'awaiting_payment',
  'paid',
  'completed',
  'failed',
  'compensation_failed',
] as const;

export type OrderState = (typeof orderStates)[number];

/** The one state an order is in. A compensation that is run again has not succeeded yet. */
export const stateOf = ({ status, migration }: Order): OrderState => {
  if (status !== 'refund_requested') return status;
  return migration.status === 'failed' ? 'failed' : 'compensation_failed';
};

/**
 * Which orders are wanted; every field narrows. Times are ISO 8601 in UTC, of an order's last
 * change: `changedFrom` is the first moment, `changedBefore` the first no longer wanted.
 */
export type OrderQuery = {
  ownerId?: string | undefined;
  state?: OrderState | undefined;
  changedFrom?: string | undefined;
  changedBefore?: string | undefined;
};

/** True for an order that a query asks for. */
export const isWantedOrder = (
  order: Order,
  { ownerId, state, changedFrom, changedBefore }: OrderQuery,
): boolean =>
  (ownerId === undefined || order.ownerId === ownerId) &&
  (state === undefined || stateOf(order) === state) &&
  (changedFrom === undefined || order.updatedAt >= changedFrom) &&
  (changedBefore === undefined || order.updatedAt < changedBefore);
