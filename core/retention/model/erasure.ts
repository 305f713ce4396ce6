import * as z from 'zod';

/** An entry of the erasure ledger: all that is left of an erased upload. */
export const erasureSchema = z.object({
  uploadId: z.string(),
  ownerId: z.string(),
  category: z.string(),
  /**
   * What was removed from storage, all versions and copies together; of an interrupted erasure,
   * what its last run found.
   */
  versions: z.number().int(),
  bytes: z.number().int(),
  erasedAt: z.string(),
  /** Who asked for it: an owner, an operator, a job. */
  erasedBy: z.string(),
});

export type Erasure = z.infer<typeof erasureSchema>;
