import { RecordUnreadable } from '../errors.ts';
import { isClaimed } from '../sessions/model/session.ts';
import type { Sessions } from '../sessions/ports.ts';
import { inGroups } from '../shared/in-groups.ts';
import { daysAfter } from '../shared/model/later.ts';
import { settleAll } from '../shared/settle-all.ts';
import { type MoveDeps, moveBelongings } from './move-belongings.ts';

type Deps = MoveDeps & { sessions: Sessions };

/**
 * Counts of records that the claims of the last day had missed and this run moved. `failed`: claims
 * that this run could not finish.
 */
export type ClaimReport = Record<'uploads' | 'orders' | 'failed', number>;

/**
 * Claims looked at together. Nearly all have nothing left, and each costs four reads: one by one, a
 * function's 15 minutes end at 50,000 claims a day.
 */
const atOnce = 20;

/** Moves what a claim missed: the index lagged, a record was new, or the claim crashed. */
export const finishClaims = async (
  deps: Deps,
  onFailure: (error: unknown) => void,
): Promise<ClaimReport> => {
  const report: ClaimReport = { uploads: 0, orders: 0, failed: 0 };
  const finishOrTell = async (tokenHash: string): Promise<void> => {
    try {
      const moved = await finish(deps, tokenHash);
      report.uploads += moved.uploads;
      report.orders += moved.orders;
      if (moved.unreadable.length > 0) throw new RecordUnreadable(moved.unreadable);
    } catch (error) {
      report.failed++;
      onFailure(error);
    }
  };
  const claimed = deps.sessions.claimedSince(daysAfter(deps.clock.now(), -1));
  for await (const hashes of inGroups(claimed, atOnce)) await settleAll(hashes, finishOrTell);
  return report;
};

const finish = async (deps: Deps, tokenHash: string): ReturnType<typeof moveBelongings> => {
  const session = await deps.sessions.findByTokenHash(tokenHash);
  if (!isClaimed(session)) return { uploads: 0, orders: 0, unreadable: [] };
  return moveBelongings(deps, {
    from: session.sessionId,
    to: session.claimedBy,
    until: session.claimedAt,
  });
};
