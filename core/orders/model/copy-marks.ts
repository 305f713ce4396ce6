import { ownerMark } from '../../storage/model/copy-metadata.ts';
import type { Order } from './order.ts';

type Metadata = Readonly<Record<string, string>>;

/**
 * Metadata of the object of an order under `key`: its owner and the attempt that made the object.
 * After a crash between copy and record, the metadata tells which attempt made the object.
 */
export const copyMetadata = (
  { orderId, ownerId, migration }: Order,
  key: string,
): Record<string, string> => ({
  'keepsake-order': orderId,
  'keepsake-attempt': String(migration.attempt),
  ...ownerMark(ownerId, key),
});

/** True for an object that this attempt of this order made. */
export const isCopyOf = (metadata: Metadata, orderId: string, attempt: number): boolean =>
  metadata['keepsake-order'] === orderId && metadata['keepsake-attempt'] === String(attempt);
