import type { Order } from './order.ts';

/** Stamped on every permanent object: who owns it, and which attempt made it. A crash between copy and record is told from it. */
export const copyMetadata = ({ orderId, ownerId, migration }: Order): Record<string, string> => ({
  'keepsake-order': orderId,
  'keepsake-attempt': String(migration.attempt),
  'keepsake-owner': ownerId,
});

/** True for an object that this attempt of this order made. */
export const isCopyOf = (metadata: Readonly<Record<string, string>>, orderId: string, attempt: number): boolean =>
  metadata['keepsake-order'] === orderId && metadata['keepsake-attempt'] === String(attempt);
