import * as z from 'zod';
import { InvalidInput, OrderNotPaid } from '../errors.ts';
import { getOrder } from '../orders/get-order.ts';
import type { OrderWithFiles } from '../orders/model/order.ts';
import type { Orders } from '../orders/ports.ts';
import type { Caller } from '../sessions/model/session.ts';
import { hashToken } from '../sessions/model/token-hash.ts';
import { idSchema } from '../shared/model/id.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import type { Clock, Ids } from '../shared/ports.ts';
import { liveLink, noSuchLink } from './live-link.ts';
import type { Link } from './model/link.ts';
import type { Links } from './ports.ts';

export type LinkDeps = { links: Links; orders: Orders; clock: Clock };
type CreateDeps = LinkDeps & { ids: Ids; linkDays: number };

const roleSchema = z.string('must be a role of the order').optional();
export const createLinkSchema = z.object({
  role: roleSchema,
  days: z
    .int('must be a whole number of days')
    .min(1, 'must be at least 1')
    .max(3660, 'must be at most ten years')
    .optional(),
});
export const retargetLinkSchema = z.object({
  orderId: idSchema('an order'),
  role: roleSchema,
});

const assertLinkable = ({ order, files }: OrderWithFiles, role: string | undefined): void => {
  if (order.status !== 'paid' && order.status !== 'completed')
    throw new OrderNotPaid(`Order ${order.orderId} is not paid; links are made for paid orders.`);
  if (order.linksRevokedAt !== undefined)
    throw new OrderNotPaid(`Order ${order.orderId} was refunded; its links have ended.`);
  if (role !== undefined && !files.some((file) => file.role === role && file.status !== 'skipped'))
    throw new InvalidInput([
      { field: 'role', message: 'must be a role of this order that has a file' },
    ]);
};

const withRole = (role: string | undefined): { role?: string } =>
  role === undefined ? {} : { role };

/**
 * A permalink to one file or all files of the caller's paid order. The token is answered once and
 * stored only as its hash.
 */
export const createLink = async (
  deps: CreateDeps,
  caller: Caller,
  orderId: string,
  input: unknown,
): Promise<{ token: string; link: Link }> => {
  const { role, days = deps.linkDays } = parseInput(createLinkSchema, input);
  assertLinkable(await getOrder(deps, caller, orderId), role);
  const now = deps.clock.now();
  const token = deps.ids.linkToken();
  const expiresAt = new Date(now.getTime() + days * 86_400_000).toISOString();
  const link: Link = {
    tokenHash: hashToken(token),
    ownerId: caller.ownerId,
    orderId,
    ...withRole(role),
    createdAt: now.toISOString(),
    expiresAt,
  };
  await deps.links.create(link);
  return { token, link };
};

/**
 * A live link to one of the caller's orders. The order's present owner manages its links, also
 * those made before a claim. Any other link is `NotFound`, without repeating the token.
 */
const ownLink = async (deps: LinkDeps, caller: Caller, token: string): Promise<Link> => {
  const link = await liveLink(deps, token);
  const found = await deps.orders.find(link.orderId);
  if (found?.order.ownerId !== caller.ownerId) throw noSuchLink();
  return link;
};

/** Ends a link for good. */
export const revokeLink = async (deps: LinkDeps, caller: Caller, token: string): Promise<void> => {
  const link = await ownLink(deps, caller, token);
  await deps.links.replace({ ...link, revokedAt: deps.clock.now().toISOString() }, link);
};

/** Points a printed link at another file: the paper stays good when its file is replaced. */
export const retargetLink = async (
  deps: LinkDeps,
  caller: Caller,
  token: string,
  input: unknown,
): Promise<Link> => {
  const read = await ownLink(deps, caller, token);
  const { orderId, role } = parseInput(retargetLinkSchema, input);
  assertLinkable(await getOrder(deps, caller, orderId), role);
  const { role: _was, ...link } = read;
  const next: Link = { ...link, orderId, ...withRole(role) };
  await deps.links.replace(next, read);
  return next;
};
