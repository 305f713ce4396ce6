import { NotFound } from '../errors.ts';
import { hashToken } from '../sessions/model/token-hash.ts';
import type { Clock } from '../shared/ports.ts';
import { isLive, type Link } from './model/link.ts';
import type { Links } from './ports.ts';

export type LiveLinkDeps = { links: Pick<Links, 'find'>; clock: Clock };

/** The answer for every revoked, unknown or foreign link. The token is never repeated. */
export const noSuchLink = (): NotFound => new NotFound('link', 'of that token');

/** The link of that token, if it has neither expired nor been revoked. Throws `NotFound`. */
export const liveLink = async ({ links, clock }: LiveLinkDeps, token: string): Promise<Link> => {
  const link = await links.find(hashToken(token));
  if (!link || !isLive(link, clock.now().toISOString())) throw noSuchLink();
  return link;
};
