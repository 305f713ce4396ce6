import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import { oneself } from '../sessions/model/owners.ts';
import { may } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { ownerIdSchema } from '../shared/model/id.ts';
import { cursorAfter, positionOf } from '../shared/model/list-cursor.ts';
import { momentSchema, pageFields } from '../shared/model/page-request.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import type { Clock } from '../shared/ports.ts';
import { unreadableIn, withoutUnreadable } from '../shared/unreadable.ts';
import type { Order } from './model/order.ts';
import { type OrderState, orderStates } from './model/order-state.ts';
import type { OrderLists, Page, PageRequest } from './ports.ts';

type Deps = { lists: OrderLists; clock: Clock; reconcileAfterMinutes: number };

/** `stuck`: waits longer than the reconciler should need. `payment_held`: a person decides. */
export const listedStatuses = [...orderStates, 'stuck', 'payment_held'] as const;

export const listOrdersSchema = z.object({
  ...pageFields,
  ownerId: ownerIdSchema.optional(),
  status: z.enum(listedStatuses, `must be one of ${listedStatuses.join(', ')}`).optional(),
  from: momentSchema.optional(),
  to: momentSchema.optional(),
});

/**
 * The caller's orders, newest first. An operator lists the orders of every owner, last changed
 * first, and may narrow them. Throws `InvalidInput`.
 */
export const listOrders = async (
  deps: Deps,
  caller: Caller,
  query: unknown,
): Promise<Page<Order> & { unreadable?: string[] }> => {
  const { cursor, limit, ...filters } = parseQuery(listOrdersSchema, query);
  const isOwn = filters.ownerId === oneself || !may(caller, 'read');
  const list = { list: 'orders', ...filters, ...(isOwn && { ownerId: caller.ownerId }) };
  const wanted = { ...filters, limit, cursor: positionOf(list, cursor) };
  const { answer, unreadable } = await withoutUnreadable(ordersFor(deps, caller, wanted));
  const { cursor: next, ...page } = answer;
  const lost = unreadableIn(unreadable);
  return { ...page, ...lost, ...(next !== undefined && { cursor: cursorAfter(list, next) }) };
};

type Wanted = z.infer<typeof listOrdersSchema>;

const ordersFor = (deps: Deps, caller: Caller, wanted: Wanted): Promise<Page<Order>> => {
  if (may(caller, 'read')) return listForOperator(deps, wanted, caller);
  const { limit, cursor, ...filters } = wanted;
  const [foreign] = Object.entries(filters).filter(([, value]) => value !== oneself);
  // The answer is the same for known and unknown owners, so it reveals neither.
  if (foreign) throw InvalidInput.of(foreign[0], 'is for operators; leave it out');
  return deps.lists.matching({ ownerId: caller.ownerId }, { limit, cursor });
};

const listForOperator = (deps: Deps, wanted: Wanted, caller: Caller): Promise<Page<Order>> => {
  const { ownerId, status, from, to, ...page } = wanted;
  if (status !== undefined && !isState(status)) {
    assertAlone(wanted);
    return specialList(deps, status, page);
  }
  const query = {
    ownerId: ownerId === oneself ? caller.ownerId : ownerId,
    state: status,
    changedFrom: from,
    changedBefore: to,
  };
  return deps.lists.matching(query, page);
};

type ListedStatus = (typeof listedStatuses)[number];

const isState = (status: ListedStatus): status is OrderState =>
  (orderStates as readonly string[]).includes(status);

const assertAlone = ({ ownerId, status, from, to }: Wanted): void => {
  if (ownerId !== undefined || from !== undefined || to !== undefined)
    throw InvalidInput.of('status', `${status} cannot be combined with ownerId, from or to`);
};

/** Lists of their own, which nothing narrows. */
const specialList = (
  { lists, clock, reconcileAfterMinutes }: Deps,
  status: Exclude<ListedStatus, OrderState>,
  page: PageRequest,
) =>
  status === 'stuck'
    ? lists.unattended(new Date(clock.now().getTime() - reconcileAfterMinutes * 60_000), page)
    : lists.withHeldPayments(page);
