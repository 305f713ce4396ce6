import { isClaimed } from '../sessions/model/session.ts';
import type { Sessions } from '../sessions/ports.ts';
import { type MoveDeps, moveBelongings } from './move-belongings.ts';

type Deps = MoveDeps & { sessions: Sessions };

/** What the claims of the last day had left behind. */
export type ClaimReport = Record<'uploads' | 'orders' | 'failed', number>;

const day = 86_400_000;

const finish = async (
  deps: Deps,
  tokenHash: string,
): Promise<{ uploads: number; orders: number }> => {
  const session = await deps.sessions.findByTokenHash(tokenHash);
  if (!isClaimed(session)) return { uploads: 0, orders: 0 };
  return moveBelongings(deps, {
    from: session.sessionId,
    to: session.claimedBy,
    until: session.claimedAt,
  });
};

/**
 * Moves what a claim missed: what an index did not show yet, what was just being created, what a
 * crash left behind.
 */
export const finishClaims = async (
  deps: Deps,
  onFailure: (error: unknown) => void,
): Promise<ClaimReport> => {
  const report: ClaimReport = { uploads: 0, orders: 0, failed: 0 };
  for await (const tokenHash of deps.sessions.claimedSince(
    new Date(deps.clock.now().getTime() - day),
  )) {
    try {
      const moved = await finish(deps, tokenHash);
      report.uploads += moved.uploads;
      report.orders += moved.orders;
    } catch (error) {
      report.failed++;
      onFailure(error);
    }
  }
  return report;
};
