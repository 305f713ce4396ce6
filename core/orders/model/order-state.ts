import type { Order } from './order.ts';

/**
 * The states that operators sort orders by: the order's status, and how its migration ended where
 * that says more.
 */
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
