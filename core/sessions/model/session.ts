import * as z from 'zod';

/**
 * An anonymous visitor's claim to their uploads. The token itself is never stored, only its SHA-256
 * in hex.
 */
export const sessionSchema = z.object({
  tokenHash: z.string(),
  sessionId: z.string(),
  expiresAt: z.string(),
  createdAt: z.string(),
  /** Whose it became when somebody logged in; then its token opens nothing any more. */
  claimedBy: z.string().optional(),
  claimedAt: z.string().optional(),
});

export type Session = z.infer<typeof sessionSchema>;

/** A session that became somebody's. */
export type ClaimedSession = Session & { claimedBy: string; claimedAt: string };

export const isClaimed = (session: Session | undefined): session is ClaimedSession =>
  session?.claimedBy !== undefined && session.claimedAt !== undefined;

/**
 * Who is calling: `ownerId` owns what they create; a `worker` finishes jobs; an `admin` may do
 * everything a worker may.
 */
export type Caller = { ownerId: string; admin: boolean; worker: boolean };

/** Session tokens start with this, so that the authorizer need not guess. */
export const sessionTokenPrefix = 'kst_';

/** True for the anonymous: what they create is their session's until somebody claims it. */
export const isSession = (ownerId: string): boolean => ownerId.startsWith('ses_');
