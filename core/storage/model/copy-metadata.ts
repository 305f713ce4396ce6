import type { Order } from '../../orders/model/order.ts';
import type { Upload } from '../../uploads/model/upload.ts';

type Metadata = Readonly<Record<string, string>>;

/** Where every permanent object says whose it was when it was made. */
export const ownerMark = 'keepsake-owner';

/** Stamped on every object of an order: who owns it, and which attempt made it. A crash between copy and record is told from it. */
export const copyMetadata = ({ orderId, ownerId, migration }: Order): Record<string, string> => ({
  'keepsake-order': orderId,
  'keepsake-attempt': String(migration.attempt),
  [ownerMark]: ownerId,
});

/** True for an object that this attempt of this order made. */
export const isCopyOf = (metadata: Metadata, orderId: string, attempt: number): boolean =>
  metadata['keepsake-order'] === orderId && metadata['keepsake-attempt'] === String(attempt);

/** The same on an object that was promoted without an order. */
export const promotionMetadata = ({ uploadId, ownerId }: Upload): Record<string, string> => ({
  'keepsake-promotion': uploadId,
  [ownerMark]: ownerId,
});

/** True for an object that the promotion of this upload made. */
export const isPromotionOf = (metadata: Metadata, uploadId: string): boolean => metadata['keepsake-promotion'] === uploadId;

type Owned = { ownerId: string; sessionId?: string | undefined };

/** Everybody a record may name as its owner: whose it is, and the session it came from before somebody claimed that. */
export const ownersOf = ({ ownerId, sessionId }: Owned): string[] => (sessionId === undefined ? [ownerId] : [ownerId, sessionId]);

/** True for two records of one owner, also while a claim has handed over only one of them. */
export const isSameOwner = (one: Owned, other: Owned): boolean => ownersOf(one).some((owner) => ownersOf(other).includes(owner));
