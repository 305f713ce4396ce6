import * as z from 'zod';
import { NotAllowed, NotFound } from '../errors.ts';
import { createSession } from '../sessions/create-session.ts';
import { type Caller, type ClaimedSession, isClaimed } from '../sessions/model/session.ts';
import { hashToken } from '../sessions/model/token-hash.ts';
import type { Sessions } from '../sessions/ports.ts';
import { daysAfter } from '../shared/model/later.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import type { Ids } from '../shared/ports.ts';
import { unreadableIn } from '../shared/unreadable.ts';
import { type MoveDeps, moveBelongings } from './move-belongings.ts';

type Deps = MoveDeps & { sessions: Sessions; ids: Ids; sessionHours: number };

export const claimSessionSchema = z.strictObject({
  token: z.string('must be the token of the session').max(200, 'is no token of a session'),
});

/** A claimed session stays on record longer than the reconciler looks for its stragglers. */
const daysKept = 2;

/**
 * Gives a session's uploads, orders and jobs to the visitor who logged in. The session's token
 * opens nothing afterwards, so a leaked token is worthless. Idempotent. Throws `NotAllowed` for a
 * session's own token, and `NotFound` for a session that cannot be claimed.
 */
export const claimSession = async (
  deps: Deps,
  caller: Caller,
  input: unknown,
): Promise<{
  uploads: number;
  orders: number;
  /** Records that cannot be read; the reconciler moves them within a day of the claim. */
  unreadable?: string[];
  session: { sessionId: string; token: string; expiresAt: string };
}> => {
  assertLoggedIn(caller);
  const { token } = parseInput(claimSessionSchema, input);
  const { sessionId, claimedAt } = await claim(deps, caller, token);
  const { unreadable, ...counts } = await moveBelongings(deps, {
    from: sessionId,
    to: caller.ownerId,
    until: claimedAt,
  });
  return { ...counts, ...unreadableIn(unreadable), session: await createSession(deps) };
};

const assertLoggedIn = ({ ownerId }: Caller): void => {
  if (!ownerId.startsWith('usr_'))
    throw new NotAllowed(
      'Only somebody who is logged in can claim a session. Send the access token of a user, ' +
        'and the session’s in the body.',
    );
};

/**
 * Claims the session for the caller; a repeated claim by the same caller succeeds. A session that
 * is unknown, expired or claimed by another caller gives the same error.
 */
const claim = async (
  { sessions, clock }: Deps,
  caller: Caller,
  token: string,
): Promise<ClaimedSession> => {
  const tokenHash = hashToken(token);
  const now = clock.now();
  const session = await sessions.findByTokenHash(tokenHash);
  if (!session || (session.claimedBy === undefined && session.expiresAt <= now.toISOString()))
    throw noSuchSession();
  const keepUntil = daysAfter(now, daysKept).toISOString();
  const claimed = await sessions.claim(tokenHash, {
    claimedBy: caller.ownerId,
    claimedAt: now.toISOString(),
    keepUntil,
  });
  if (claimed?.claimedBy !== caller.ownerId || !isClaimed(claimed)) throw noSuchSession();
  return claimed;
};

const noSuchSession = (): NotFound => new NotFound('session', 'of that token');
