import * as z from 'zod';
import { InvalidInput, OrderNotPaid, QuotaExceeded } from '../errors.ts';
import { readOrder } from '../orders/change-order.ts';
import { getOrder } from '../orders/get-order.ts';
import type { OrderWithFiles } from '../orders/model/order.ts';
import type { Orders } from '../orders/ports.ts';
import { may } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { hashToken } from '../sessions/model/token-hash.ts';
import { madeOnce } from '../shared/made-once.ts';
import { idSchema } from '../shared/model/id.ts';
import { daysAfter } from '../shared/model/later.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import type { Clock, Ids } from '../shared/ports.ts';
import { withoutUnreadable } from '../shared/unreadable.ts';
import { linkOfHash, liveLink, noSuchLink } from './live-link.ts';
import { isLive, type Link, tokenHashIn } from './model/link.ts';
import type { Links } from './ports.ts';

export type LinkDeps = { links: Links; orders: Orders; clock: Clock };
type CreateDeps = LinkDeps & { ids: Ids; linkDays: number };

const roleSchema = z.string('must be a role of the order').optional();
export const createLinkSchema = z.strictObject({
  role: roleSchema,
  days: z
    .int('must be a whole number of days')
    .min(1, 'must be at least 1')
    .max(3660, 'must be at most ten years')
    .optional(),
});
export const retargetLinkSchema = z.strictObject({
  orderId: idSchema('an order'),
  role: roleSchema,
});

/** A card for every file of an order, and a reprint of each, fit in. */
const mostLinks = 200;

/**
 * A permalink to one file or all files of a paid order, for its owner or an operator. The token is
 * answered once and stored only as its hash.
 */
export const createLink = async (
  deps: CreateDeps,
  caller: Caller,
  orderId: string,
  input: unknown,
): Promise<{ token: string; link: Link }> => {
  const { role, days = deps.linkDays } = parseInput(createLinkSchema, input);
  assertLinkable(await orderToPublish(deps, caller, orderId), role);
  await assertRoom(deps, orderId);
  const now = deps.clock.now();
  const token = deps.ids.linkToken();
  const expiresAt = daysAfter(now, days).toISOString();
  const link: Link = {
    tokenHash: hashToken(token),
    ownerId: caller.ownerId,
    orderId,
    ...withRole(role),
    createdAt: now.toISOString(),
    expiresAt,
  };
  const made = await madeOnce(
    async () => {
      await deps.links.create(link);
      return link;
    },
    () => deps.links.find(link.tokenHash),
  );
  return { token, link: made };
};

const assertLinkable = ({ order, files }: OrderWithFiles, role: string | undefined): void => {
  if (order.status === 'refund_requested')
    throw new OrderNotPaid(
      `Order ${order.orderId} failed and is to be refunded; links are made for paid orders.`,
    );
  if (order.status !== 'paid' && order.status !== 'completed')
    throw new OrderNotPaid(`Order ${order.orderId} is not paid; links are made for paid orders.`);
  if (order.linksRevokedAt !== undefined)
    throw new OrderNotPaid(`Order ${order.orderId} was refunded; its links have ended.`);
  if (role !== undefined && !files.some((file) => file.role === role && file.status !== 'skipped'))
    throw InvalidInput.of('role', 'must be a role of this order that has a file');
};

/** The caller's own order; any order for a caller who may publish it. Throws `NotFound`. */
const orderToPublish = (
  { orders }: LinkDeps,
  caller: Caller,
  orderId: string,
): Promise<OrderWithFiles> =>
  may(caller, 'publish') ? readOrder(orders, orderId) : getOrder({ orders }, caller, orderId);

/**
 * Throws `QuotaExceeded`. What cannot be read may be live. Counted by an index: some more may be
 * made at the same moment.
 */
const assertRoom = async ({ links, clock }: LinkDeps, orderId: string): Promise<void> => {
  const now = clock.now().toISOString();
  const { answer, unreadable } = await withoutUnreadable(links.ofOrder(orderId));
  const live = answer.filter((link) => isLive(link, now));
  if (live.length + unreadable.length >= mostLinks)
    throw new QuotaExceeded(
      `Order ${orderId} has ${mostLinks} live links. Revoke one before you make another.`,
      { context: { orderId } },
    );
};

const withRole = (role: string | undefined): { role?: string } =>
  role === undefined ? {} : { role };

/** How a link is named: by its token, or by its order and its id, which every list tells. */
export type LinkName = string | { orderId: string; linkId: string };

/** Ends a link for good. */
export const revokeLink = async (deps: LinkDeps, caller: Caller, name: LinkName): Promise<void> => {
  const { link } = await findManaged(deps, caller, await findNamed(deps, name));
  await deps.links.replace({ ...link, revokedAt: deps.clock.now().toISOString() }, link);
};

/**
 * The link, if it is live and leads to an order whose links the caller manages, also if it was made
 * before a claim. Any other link is `NotFound`, without repeating the token.
 */
const findManaged = async (
  deps: LinkDeps,
  caller: Caller,
  link: Link,
): Promise<{ link: Link; ownerId: string }> => {
  const found = await deps.orders.find(link.orderId);
  if (!found || !mayManage(caller, found)) throw noSuchLink();
  return { link, ownerId: found.order.ownerId };
};

/** A caller who manages links of this order: its present owner, or an operator. */
const mayManage = (caller: Caller, { order }: OrderWithFiles): boolean =>
  order.ownerId === caller.ownerId || may(caller, 'revoke');

const findNamed = async (deps: LinkDeps, name: LinkName): Promise<Link> => {
  if (typeof name === 'string') return liveLink(deps, name);
  const link = await linkOfHash(deps, tokenHashIn(name.linkId));
  if (link.orderId !== name.orderId) throw noSuchLink();
  return link;
};

/** Points a printed link at another file of the same owner, for when a file is replaced. */
export const retargetLink = async (
  deps: LinkDeps,
  caller: Caller,
  name: LinkName,
  input: unknown,
): Promise<Link> => {
  const { link: read, ownerId } = await findManaged(deps, caller, await findNamed(deps, name));
  const { orderId, role } = parseInput(retargetLinkSchema, input);
  assertLinkable(await getOrder(deps, { ...caller, ownerId }, orderId), role);
  if (orderId !== read.orderId) await assertRoom(deps, orderId);
  const { role: _was, ...link } = read;
  const next: Link = { ...link, orderId, ...withRole(role) };
  await deps.links.replace(next, read);
  return next;
};
