import * as z from 'zod';

/**
 * A printed way to an order's files: opaque, revocable, re-targetable. The token itself is never
 * stored, only its SHA-256 in hex.
 */
export const linkSchema = z.object({
  tokenHash: z.string(),
  /** The link's maker. The order's present owner manages the link. */
  ownerId: z.string(),
  orderId: z.string(),
  /** The one file it leads to; by default to all files of the order. */
  role: z.string().optional(),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().optional(),
  /** Day of the last use, UTC. */
  lastUsedOn: z.string().optional(),
});

export type Link = z.infer<typeof linkSchema>;

/** Where a link leads. */
export type LinkTarget = Pick<Link, 'orderId' | 'role'>;

/** Links that answer; unknown, revoked and expired ones look alike. */
export const isLive = ({ revokedAt, expiresAt }: Link, now: string): boolean =>
  revokedAt === undefined && expiresAt > now;

/**
 * The id under which a link is managed. The id is made of the token's hash, so it opens nothing:
 * only the token is followed.
 */
export const linkIdOf = ({ tokenHash }: Pick<Link, 'tokenHash'>): string => `lnk_${tokenHash}`;

/** The hash in a link's id; `undefined` for any other text. */
export const tokenHashIn = (linkId: string): string | undefined =>
  /^lnk_([0-9a-f]{64})$/.exec(linkId)?.[1];

export const linkStates = ['live', 'revoked', 'expired'] as const;

/** The state of a link at a moment, for its owner and operators. */
export const linkStateOf = (link: Link, now: string): (typeof linkStates)[number] => {
  if (link.revokedAt !== undefined) return 'revoked';
  return isLive(link, now) ? 'live' : 'expired';
};
