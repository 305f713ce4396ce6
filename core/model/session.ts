import * as z from 'zod';

/** An anonymous visitor's claim to their uploads. The token itself is never stored, only its SHA-256 in hex. */
export const sessionSchema = z.object({
  tokenHash: z.string(),
  sessionId: z.string(),
  expiresAt: z.string(),
  createdAt: z.string(),
});

export type Session = z.infer<typeof sessionSchema>;

/** Who is calling: `ownerId` owns what they create; a `worker` finishes jobs; an `admin` may do everything a worker may. */
export type Caller = { ownerId: string; admin: boolean; worker: boolean };

/** Session tokens start with this, so that the authorizer need not guess. */
export const sessionTokenPrefix = 'kst_';
