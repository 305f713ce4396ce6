import type { Order } from './order.ts';

/**
 * The repair of a forgotten order: its announcement sent, its dead execution taken over, its
 * execution started, or late copies of its failed attempt swept. `nothing`: the order has moved on.
 */
export type OrderNeed = 'announcement' | 'recovery' | 'start' | 'sweep' | 'nothing';

export const needOf = ({ announcement, migration, status }: Order): OrderNeed => {
  if (announcement) return 'announcement';
  if (migration.status === 'migrating' || migration.status === 'compensating') return 'recovery';
  if (status === 'paid') return 'start';
  return status === 'refund_requested' ? 'sweep' : 'nothing';
};
