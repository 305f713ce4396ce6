import * as z from 'zod';

/** An anonymous visitor's claim to uploads. Only the SHA-256 (hex) of the token is stored. */
export const sessionSchema = z.object({
  tokenHash: z.string(),
  sessionId: z.string(),
  expiresAt: z.string(),
  createdAt: z.string(),
  /** The owner that claimed the session. From then on its token opens nothing. */
  claimedBy: z.string().optional(),
  claimedAt: z.string().optional(),
});

export type Session = z.infer<typeof sessionSchema>;

/** A claimed session. */
export type ClaimedSession = Session & { claimedBy: string; claimedAt: string };

export const isClaimed = (session: Session | undefined): session is ClaimedSession =>
  session?.claimedBy !== undefined && session.claimedAt !== undefined;

/**
 * The caller of a request. `ownerId` owns the records that the caller creates; a `worker` finishes
 * jobs; an `admin` has every power of a worker; a `viewer` sees what operators see.
 */
export type Caller = {
  ownerId: string;
  admin: boolean;
  worker: boolean;
  /** True for a viewer only. An admin needs no such mark. */
  viewer?: boolean;
  /** Of a machine key, with spaces in between. Such a caller may do that and nothing else. */
  scopes?: string;
};

/** True for a member of the viewers' group alone. Such a caller changes nothing at all. */
export const isViewerOnly = ({ viewer = false, admin, worker }: Caller): boolean =>
  viewer && !admin && !worker;

/** Session tokens start with this, so that the authorizer need not guess. */
export const sessionTokenPrefix = 'kst_';

/** True for an anonymous session. Its records belong to the session until an owner claims it. */
export const isSession = (ownerId: string): boolean => ownerId.startsWith('ses_');
