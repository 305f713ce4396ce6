import * as z from 'zod';
import { visibleOrder } from '../orders/get-order.ts';
import type { Orders } from '../orders/ports.ts';
import type { Caller } from '../sessions/model/session.ts';
import { ownerIdSchema } from '../shared/model/id.ts';
import { pageFields } from '../shared/model/page-request.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { type PageEnd, readPage } from '../shared/read-page.ts';
import { unreadableIn, withoutUnreadable } from '../shared/unreadable.ts';
import type { Link } from './model/link.ts';
import type { Links } from './ports.ts';

/** The links that lead to an order the caller may look at, newest first. Throws `NotFound`. */
export const listOrderLinks = async (
  deps: { links: Pick<Links, 'ofOrder'>; orders: Orders },
  caller: Caller,
  orderId: string,
): Promise<{ links: Link[]; unreadable?: string[] }> => {
  await visibleOrder(deps, caller, orderId);
  const { answer, unreadable } = await withoutUnreadable(deps.links.ofOrder(orderId));
  const links = answer.sort((a, b) => (a.createdAt > b.createdAt ? -1 : 1));
  return { links, ...unreadableIn(unreadable) };
};

export const listLinksSchema = z.strictObject({ ...pageFields, ownerId: ownerIdSchema });

/** A page of the links that an owner or an operator made, newest first. Throws `InvalidInput`. */
export const listMadeLinks = async (
  { links }: { links: Pick<Links, 'ofMaker'> },
  query: unknown,
): Promise<{ links: Link[] } & PageEnd> => {
  const { ownerId, ...paging } = parseQuery(listLinksSchema, query);
  const list = { list: 'links', ownerId };
  const { found, endAt } = await readPage(list, paging, (stretch) =>
    links.ofMaker(ownerId, stretch),
  );
  return { links: found.links, ...endAt(found.next) };
};
