import { may } from '../../sessions/model/powers.ts';
import type { Caller } from '../../sessions/model/session.ts';
import { type Link, linkIdOf, linkStateOf } from './link.ts';

/** A link as its owner and operators see it, without its token. Operators also see its creator. */
export const linkView = (link: Link, now: Date, caller: Caller) => {
  const { ownerId, orderId, role, createdAt, expiresAt, revokedAt, lastUsedOn } = link;
  return {
    linkId: linkIdOf(link),
    orderId,
    role,
    state: linkStateOf(link, now.toISOString()),
    createdAt,
    expiresAt,
    revokedAt,
    lastUsedOn,
    ...(may(caller, 'read') && { ownerId }),
  };
};
