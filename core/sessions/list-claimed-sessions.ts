import * as z from 'zod';
import { inGroups } from '../shared/in-groups.ts';
import { ownerIdSchema } from '../shared/model/id.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import type { UnreadableRecord } from '../shared/model/unreadable-record.ts';
import { readEach, unreadableIn } from '../shared/unreadable.ts';
import { userOwner } from './model/owners.ts';
import { isClaimed, type Session } from './model/session.ts';
import type { Sessions } from './ports.ts';

export const listSessionsSchema = z.strictObject({ ownerId: ownerIdSchema });

/** A session that an owner claimed, without the hash of its token. Times are ISO 8601 in UTC. */
export type OwnedSession = Required<
  Pick<Session, 'sessionId' | 'createdAt' | 'expiresAt' | 'claimedAt'>
>;

/** More than anybody claims in the two days for which a claimed session is on record. */
const most = 1000;
const atOnce = 25;

/**
 * The sessions on record that an owner claimed, oldest claim first, 1,000 at most. A bare user id
 * is taken for `usr_…`. Throws `InvalidInput`.
 */
export const listClaimedSessions = async (
  { sessions }: { sessions: Pick<Sessions, 'claimedBy' | 'findByTokenHash'> },
  query: unknown,
): Promise<{ sessions: OwnedSession[]; more: boolean; unreadable?: string[] }> => {
  const ownerId = userOwner(parseQuery(listSessionsSchema, query).ownerId);
  const listed: OwnedSession[] = [];
  const lost: UnreadableRecord[] = [];
  for await (const hashes of inGroups(sessions.claimedBy(ownerId), atOnce)) {
    const { answer, unreadable } = await readEach(hashes, (hash) => sessions.findByTokenHash(hash));
    lost.push(...unreadable);
    for (const session of answer) {
      if (!isClaimed(session) || session.claimedBy !== ownerId) continue;
      if (listed.length === most) return { sessions: listed, more: true, ...unreadableIn(lost) };
      const { sessionId, createdAt, expiresAt, claimedAt } = session;
      listed.push({ sessionId, createdAt, expiresAt, claimedAt });
    }
  }
  return { sessions: listed, more: false, ...unreadableIn(lost) };
};
