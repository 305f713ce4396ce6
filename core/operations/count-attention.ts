import * as z from 'zod';
import { listOrders } from '../orders/list-orders.ts';
import type { OrderLists } from '../orders/ports.ts';
import type { Caller } from '../sessions/model/session.ts';
import { daysAfter } from '../shared/model/later.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { wholeNumberSchema } from '../shared/model/whole-number.ts';
import type { Clock } from '../shared/ports.ts';

type Deps = { lists: OrderLists; clock: Clock; reconcileAfterMinutes: number };

export const attentionQuerySchema = z.strictObject({
  days: wholeNumberSchema(90).default(7),
});

/** `more`: there are more than these, and they were not counted. */
export type Count = { count: number; more: boolean };

/** Orders that need a person, by the status under which `GET /orders` lists them. */
export type AttentionView = {
  /** Failed orders count if they changed in the last days: their refund is requested. */
  days: number;
  orders: Record<'failed' | 'compensation_failed' | 'stuck' | 'payment_held', Count>;
};

/** Counting reads the orders, so it ends where a number stops being of use to a person. */
const mostCounted = '100';

/** How many orders need a person, each kind up to 100. Throws `InvalidInput`. */
export const countAttention = async (
  deps: Deps,
  caller: Caller,
  query: unknown,
): Promise<AttentionView> => {
  const { days } = parseQuery(attentionQuerySchema, query);
  const from = daysAfter(deps.clock.now(), -days).toISOString();
  const count = async (wanted: { status: string; from?: string }): Promise<Count> => {
    const page = await listOrders(deps, caller, { ...wanted, limit: mostCounted });
    const { items, unreadable = [], cursor } = page;
    // An order that cannot be read needs a person, too.
    return { count: items.length + unreadable.length, more: cursor !== undefined };
  };
  const [failed, compensationFailed, stuck, held] = await Promise.all([
    count({ status: 'failed', from }),
    count({ status: 'compensation_failed' }),
    count({ status: 'stuck' }),
    count({ status: 'payment_held' }),
  ]);
  return {
    days,
    orders: { failed, compensation_failed: compensationFailed, stuck, payment_held: held },
  };
};
