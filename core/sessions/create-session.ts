import type { Clock, Ids } from '../shared/ports.ts';
import { sessionTokenPrefix } from './model/session.ts';
import { hashToken } from './model/token-hash.ts';
import type { Sessions } from './ports.ts';

type Deps = { sessions: Sessions; ids: Ids; clock: Clock; sessionHours: number };

/** A new anonymous session. The token is shown once and stored only as its hash. */
export const createSession = async (
  deps: Deps,
): Promise<{ sessionId: string; token: string; expiresAt: string }> => {
  const now = deps.clock.now();
  const token = `${sessionTokenPrefix}${deps.ids.secret()}`;
  const sessionId = deps.ids.next('ses');
  const expiresAt = new Date(now.getTime() + deps.sessionHours * 3_600_000).toISOString();
  await deps.sessions.create({
    tokenHash: hashToken(token),
    sessionId,
    expiresAt,
    createdAt: now.toISOString(),
  });
  return { sessionId, token, expiresAt };
};
