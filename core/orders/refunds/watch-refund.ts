import type { Alerts, Clock } from '../../shared/ports.ts';
import { unlessStale } from '../../shared/unless-stale.ts';
import type { Order } from '../model/order.ts';
import { awaitRefund, isRefundOverdue } from '../model/order-refunds.ts';
import type { Orders } from '../ports.ts';

export type WatchDeps = {
  orders: Orders;
  alerts: Alerts;
  clock: Clock;
  /** Days in which a requested refund must have settled. Without a number, no alert is raised. */
  refundDays?: number | undefined;
};

/** True for an order of which `watchRefund` would tell the operators. */
export const isOverdue = (
  order: Order,
  { now, refundDays }: { now: Date; refundDays: number | undefined },
): boolean =>
  refundDays !== undefined && isRefundOverdue(awaitRefund(order, refundDays), now.toISOString());

/**
 * Sets a failed order's day by which its refund must have settled, and tells the operators once
 * when it has passed. Saves without the time of change: a sweep counts on that. An order that
 * changed meanwhile is looked at in the next hour.
 */
export const watchRefund = async (
  { orders, alerts, clock, refundDays }: WatchDeps,
  order: Order,
): Promise<'overdue' | 'watched'> => {
  if (refundDays === undefined) return 'watched';
  const now = clock.now().toISOString();
  const awaited = awaitRefund(order, refundDays);
  if (!isRefundOverdue(awaited, now) || !awaited.refund) {
    if (awaited !== order) await unlessStale(orders.save(awaited));
    return 'watched';
  }
  const { orderId } = order;
  await alerts.raise({ kind: 'refund_overdue', orderId, message: overdueMessage(refundDays) });
  await unlessStale(orders.save({ ...awaited, refund: { ...awaited.refund, overdueAt: now } }));
  return 'overdue';
};

const overdueMessage = (days: number): string =>
  `Its refund was requested ${days} days ago, and the provider has not told that it settled.`;
