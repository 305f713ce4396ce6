import * as z from 'zod';
import { ownerIdSchema } from '../../shared/model/id.ts';
import { daysAfter } from '../../shared/model/later.ts';

/** A user or a session. Files of older systems are erased one by one. */
export const personSchema = ownerIdSchema.regex(
  /^(?:usr|ses)_.+$/,
  'must be the id of a user or a session',
);

/** A request to erase everything that an owner had at that moment. Times are ISO 8601 in UTC. */
export const ownerErasureSchema = z.object({
  ownerId: z.string(),
  /** Records created later are not erased. */
  requestedAt: z.string(),
  requestedBy: z.string(),
  /** Set once nothing is left and nothing can come any more. */
  finishedAt: z.string().optional(),
});

/** Such a request, and how far down the ledger `eraseOwnerDeliveries` has come. */
export const storedErasureSchema = ownerErasureSchema.extend({ toldTo: z.string().optional() });

export type OwnerErasure = z.infer<typeof storedErasureSchema>;

/** Replaces the owner's id afterwards: no caller can have this one. */
export const erasedOwner = 'erased';

/**
 * Days after which nothing of the owner can turn up any more: the reconciler hands over what a
 * claim missed for a day, and an index or a worker is late by minutes.
 */
const lastLookDays = 2;

/** True once a look that finds nothing is the last one. */
export const isLastLook = ({ requestedAt }: OwnerErasure, now: Date): boolean =>
  daysAfter(requestedAt, lastLookDays) <= now;

/** True for a record that the request means. */
export const isMeant = (
  { ownerId, createdAt }: { ownerId: string; createdAt: string },
  erasure: OwnerErasure,
): boolean => ownerId === erasure.ownerId && createdAt <= erasure.requestedAt;
