import { NotFound } from '../errors.ts';
import { hashToken } from '../sessions/model/token-hash.ts';
import type { Clock } from '../shared/ports.ts';
import { isLive, type Link } from './model/link.ts';
import type { Links } from './ports.ts';

export type LiveLinkDeps = { links: Pick<Links, 'find'>; clock: Clock };

/** The answer for every revoked, unknown or foreign link. The token is never repeated. */
export const noSuchLink = (): NotFound => new NotFound('link', 'of that token');

/** The link of that hash, if it has neither expired nor been revoked. Throws `NotFound`. */
export const linkOfHash = async (
  { links, clock }: LiveLinkDeps,
  tokenHash: string | undefined,
): Promise<Link> => {
  const link = tokenHash === undefined ? undefined : await links.find(tokenHash);
  if (!link || !isLive(link, clock.now().toISOString())) throw noSuchLink();
  return link;
};

/** The link of that token, if it has neither expired nor been revoked. Throws `NotFound`. */
export const liveLink = (deps: LiveLinkDeps, token: string): Promise<Link> =>
  linkOfHash(deps, hashToken(token));
