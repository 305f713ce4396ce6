import * as z from 'zod';

/** An entry of the erasure ledger: all that is left of an erased upload. */
export const erasureSchema = z.object({
  uploadId: z.string(),
  ownerId: z.string(),
  category: z.string(),
  /**
   * Removed versions and their bytes, of all copies together. After an interrupted erasure: those
   * of its last run.
   */
  versions: z.number().int(),
  bytes: z.number().int(),
  erasedAt: z.string(),
  /** Requester of the erasure: an owner, an operator or a job. */
  erasedBy: z.string(),
});

export type Erasure = z.infer<typeof erasureSchema>;

/** Where an entry stands among those of its time; no two share a position. */
export const erasurePosition = ({
  erasedAt,
  uploadId,
}: Pick<Erasure, 'erasedAt' | 'uploadId'>): string => `${erasedAt}#${uploadId}`;
