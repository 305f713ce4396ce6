import * as z from 'zod';
import { PaymentTooEarly } from '../errors.ts';
import { cursorAfter, positionOf } from '../shared/model/list-cursor.ts';
import { pageFields } from '../shared/model/page-request.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { tellUnreadable, withoutUnreadable } from '../shared/unreadable.ts';
import { readOrder } from './change-order.ts';
import type { OrderWithFiles } from './model/order.ts';
import { needOf, type OrderNeed } from './model/order-need.ts';
import { isSweeping, isSwept } from './model/order-sweep.ts';
import type { OrderLists } from './ports.ts';
import { assertUploadsSettled } from './receive-payment.ts';
import { type ReconcileDeps, type Repair, type RepairOutcome, repairOrder } from './reconcile.ts';
import { mayRun } from './recover-migration.ts';
import { isOverdue } from './refunds/watch-refund.ts';

export const reconcileOrdersSchema = z.strictObject(
  { dryRun: z.boolean('must be true or false'), cursor: pageFields.cursor },
  'must be a JSON object',
);

/** In a dry run, outcomes are what would come of it. `cursor`: there are more orders. */
export type ReconciledOrders = {
  dryRun: boolean;
  orders: { orderId: string; outcome: RepairOutcome }[];
  cursor?: string;
};

type Deps = ReconcileDeps & { lists: Pick<OrderLists, 'unattended'> };
type OnFailure = (orderId: string, error: unknown) => void;

/** Orders that are repaired at the same time: each takes a few seconds at most. */
const atOnce = 10;

/** A call ends after the group in which one of these is passed: API Gateway waits 30 seconds. */
const seconds = 15;
const mostOrders = 200;

type Foresee = (deps: Deps, current: OrderWithFiles) => Promise<Repair> | Repair;

const foreseeStart = async ({ uploads }: Deps, current: OrderWithFiles): Promise<Repair> => {
  if (current.order.migration.status !== 'pending') return 'settled';
  try {
    await assertUploadsSettled(uploads, current);
    return 'started';
  } catch (error) {
    if (error instanceof PaymentTooEarly) return 'waiting';
    throw error;
  }
};

const foreseeSweep = ({ clock, refundDays }: Deps, { order }: OrderWithFiles): Repair => {
  if (isOverdue(order, { now: clock.now(), refundDays })) return 'overdue';
  if (isSwept(order)) return 'settled';
  return isSweeping(order, clock.now()) ? 'running' : 'swept';
};

const foreseen: Readonly<Record<OrderNeed, Foresee>> = {
  announcement: () => 'announced',
  recovery: async (deps, { order }) => ((await mayRun(deps, order)) ? 'running' : 'recovered'),
  start: foreseeStart,
  sweep: foreseeSweep,
  nothing: () => 'settled',
};

/**
 * Looks at orders that wait longer than the reconciler should need, last changed first, and without
 * `dryRun` repairs each as the reconciler does every hour. One failing order does not stop the
 * others. Call again with `cursor` while there is one. Throws `InvalidInput`.
 */
export const reconcilePage = async (
  deps: Deps,
  input: unknown,
  onFailure: OnFailure,
): Promise<ReconciledOrders> => {
  const { dryRun, cursor: begin } = parseInput(reconcileOrdersSchema, input);
  const repair = dryRun ? foreseeRepair : repairOrder;
  const outcomeOf = (orderId: string): Promise<RepairOutcome> =>
    repair(deps, orderId).catch((error: unknown) => {
      onFailure(orderId, error);
      return 'failed' as const;
    });
  const now = deps.clock.now().getTime();
  const [before, until] = [new Date(now - deps.afterMinutes * 60_000), now + seconds * 1000];
  const orders: ReconciledOrders['orders'] = [];
  // A cursor of a dry run must not continue as a repair that skips what came before it.
  const list = { list: 'waiting orders', dryRun };
  let cursor = positionOf(list, begin);
  do {
    const { answer: page, unreadable } = await withoutUnreadable(
      deps.lists.unattended(before, { limit: atOnce, cursor }),
    );
    tellUnreadable(unreadable, onFailure);
    orders.push(...unreadable.map(({ id }) => ({ orderId: id, outcome: 'failed' as const })));
    const repaired = page.items.map(async ({ orderId }) => ({
      orderId,
      outcome: await outcomeOf(orderId),
    }));
    orders.push(...(await Promise.all(repaired)));
    cursor = page.cursor;
  } while (cursor && orders.length < mostOrders && deps.clock.now().getTime() < until);
  return { dryRun, orders, ...(cursor !== undefined && { cursor: cursorAfter(list, cursor) }) };
};

/** The outcome that a repair would have. Changes nothing. */
const foreseeRepair = async (deps: Deps, orderId: string): Promise<Repair> => {
  const current = await readOrder(deps.orders, orderId);
  return foreseen[needOf(current.order)](deps, current);
};
