import type { OrderTimeline } from '@keepsake/client/operator';

type State = Pick<OrderTimeline, 'status' | 'migration' | 'refunded'>;

/**
 * Why the order cannot be tried again, as far as its state tells; undefined if it can. The API
 * decides.
 */
export const whyNoRetry = ({ status, migration, refunded }: State): string | undefined => {
  if (status === 'awaiting_payment') return 'The order is not paid. Its payment starts it.';
  if (status === 'completed') return 'The order is completed. There is nothing to try again.';
  if (migration.status === 'migrating')
    return 'The order is being worked on. If its execution is dead, remove its copies.';
  if (migration.status === 'compensation_failed')
    return 'Copies of the last attempt are left. Remove them first.';
  if (refunded) return 'It was refunded, in part or whole. The customer orders again.';
  return undefined;
};

/** Why there is nothing to remove, as far as its state tells; undefined if there may be. */
export const whyNoCompensation = ({ status, migration }: State): string | undefined => {
  if (migration.status === 'migrating' || status === 'refund_requested') return undefined;
  return status === 'completed'
    ? 'The order is completed: its copies are what the customer paid for.'
    : 'No copy has been made yet.';
};
