import * as z from 'zod';

/** An entry of the erasure ledger: all that is left of an erased upload. */
export const erasureSchema = z.object({
  uploadId: z.string(),
  ownerId: z.string(),
  category: z.string(),
  /** Removed versions and bytes of all copies; after an interruption, of the last run only. */
  versions: z.number().int(),
  bytes: z.number().int(),
  erasedAt: z.string(),
  /** Requester of the erasure: an owner, an operator or a job. */
  erasedBy: z.string(),
});

export type Erasure = z.infer<typeof erasureSchema>;

/**
 * An entry about another record of an erased owner. Jobs and links are deleted; an order loses the
 * fields that lead to its owner.
 */
export const recordErasureSchema = erasureSchema
  .pick({ ownerId: true, erasedAt: true, erasedBy: true })
  .extend({ kind: z.enum(['order', 'job', 'link']), recordId: z.string() });

export type RecordErasure = z.infer<typeof recordErasureSchema>;

/** Any entry of the ledger. */
export const ledgerEntrySchema = z.union([recordErasureSchema, erasureSchema]);

export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** The id of the erased record. */
export const erasedId = (entry: LedgerEntry): string =>
  'recordId' in entry ? entry.recordId : entry.uploadId;

/** Where an entry stands among those of its time; no two share a position. */
export const erasurePosition = (entry: LedgerEntry): string =>
  `${entry.erasedAt}#${erasedId(entry)}`;
