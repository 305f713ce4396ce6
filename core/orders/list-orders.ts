import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import { may } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { ownerIdSchema } from '../shared/model/id.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import type { Clock } from '../shared/ports.ts';
import type { Order } from './model/order.ts';
import { orderStates } from './model/order-state.ts';
import type { OrderLists, Page, PageRequest } from './ports.ts';

type Deps = { lists: OrderLists; clock: Clock; reconcileAfterMinutes: number };

/** `stuck`: the order waits longer than the reconciler should need. */
export const listedStatuses = [...orderStates, 'stuck'] as const;

export const listOrdersSchema = z.object({
  ownerId: ownerIdSchema.optional(),
  status: z.enum(listedStatuses, `must be one of ${listedStatuses.join(', ')}`).optional(),
  limit: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(100, 'must be at most 100')
    .default(25),
  cursor: z.string().max(1000, 'is no cursor of this list').optional(),
});

type Wanted = z.infer<typeof listOrdersSchema>;

const operatorsOnly = (field: string): InvalidInput =>
  new InvalidInput([{ field, message: 'is for operators; leave it out' }]);

const inStatus = (
  { lists, clock, reconcileAfterMinutes }: Deps,
  status: NonNullable<Wanted['status']>,
  page: PageRequest,
) =>
  status === 'stuck'
    ? lists.unattended(new Date(clock.now().getTime() - reconcileAfterMinutes * 60_000), page)
    : lists.inState(status, page);

const listForOperator = (
  deps: Deps,
  { ownerId, status, ...page }: Wanted,
  caller: Caller,
): Promise<Page<Order>> => {
  if (ownerId && status)
    throw new InvalidInput([
      { field: 'status', message: 'cannot be combined with ownerId; ask for one of them' },
    ]);
  return status
    ? inStatus(deps, status, page)
    : deps.lists.ofOwner(ownerId ?? caller.ownerId, page);
};

/**
 * The caller's orders, newest first; an operator may ask for another owner's, or for all in one
 * status. Throws `InvalidInput`.
 */
export const listOrders = async (
  deps: Deps,
  caller: Caller,
  query: unknown,
): Promise<Page<Order>> => {
  const wanted = parseQuery(listOrdersSchema, query);
  if (may(caller, 'read')) return listForOperator(deps, wanted, caller);
  const { ownerId, status, ...page } = wanted;
  // The answer is the same for known and unknown owners, so it reveals neither.
  if (ownerId !== undefined) throw operatorsOnly('ownerId');
  if (status !== undefined) throw operatorsOnly('status');
  return deps.lists.ofOwner(caller.ownerId, page);
};
