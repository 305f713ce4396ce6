import type { Order } from './order.ts';
import { noted } from './order-history.ts';

/** An older sweep died with its function, which lives 15 minutes at most; clocks differ. */
const longestSweepMinutes = 20;

/** True while a sweep may still be removing copies of this order. */
export const isSweeping = ({ sweepingSince }: Order, now: Date): boolean =>
  sweepingSince !== undefined && minutesSince(sweepingSince, now) < longestSweepMinutes;

const minutesSince = (then: string, now: Date): number =>
  (now.getTime() - Date.parse(then)) / 60_000;

/** True once the last sweep of a failed order is over: no late copy can come any more. */
export const isSwept = ({ sweptAt, migration }: Order): boolean =>
  sweptAt !== undefined && migration.status === 'failed';

/** The order held by one sweep; unchanged if another holds it or the order has not failed. */
export const beginSweep = (order: Order, now: Date): Order =>
  isAtRest(order) && !isSweeping(order, now)
    ? { ...order, sweepingSince: now.toISOString() }
    : order;

const isAtRest = ({ status, migration }: Order): boolean =>
  status === 'refund_requested' &&
  (migration.status === 'failed' || migration.status === 'compensation_failed');

/**
 * Ends the sweep that holds the order: nothing of it is left. Copies may still come for
 * `afterMinutes` after the failure: a sweep before that is not the last.
 */
export const endSweep = (
  order: Order,
  held: Order,
  { now, afterMinutes }: { now: Date; afterMinutes: number },
): Order => {
  const { sweepingSince, ...free } = order;
  if (sweepingSince !== held.sweepingSince || !isAtRest(order)) return order;
  const at = now.toISOString();
  const { completedAt } = order.migration;
  const isLast = completedAt === undefined || minutesSince(completedAt, now) >= afterMinutes;
  const swept: Order = {
    ...free,
    migration: { ...order.migration, status: 'failed' },
    ...(isLast && { sweptAt: at }),
  };
  return noted(swept, { at, event: 'swept', attempt: order.migration.attempt });
};
