import type { Order } from '@keepsake/client';

type File = Order['files'][number];

/** A size in powers of 1000: `1.2 MB`. */
export const sizeText = (bytes: number): string => {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(power > 0 && value < 10 ? 1 : 0)} ${units[power]}`;
};

/** The day of a time, as the reader's language writes it. */
export const dayText = (time: string): string =>
  new Date(time).toLocaleDateString('en', { dateStyle: 'long' });

/** How a copy was proven equal to the upload. */
export const proofText: Readonly<Record<NonNullable<File['verifiedBy']>, string>> = {
  sha256: 'storage’s SHA-256 of both',
  crc64nvme: 'storage’s CRC-64 of both',
  'streamed-sha256': 'both were read and hashed',
};

const fileWords: Readonly<Record<File['status'], string>> = {
  pending: 'waits',
  copying: 'is being copied',
  copied: 'copied',
  verified: 'the same, every byte',
  skipped: 'left out',
  failed: 'lost',
  removed: 'copy removed',
};

/** The state of one file of an order. A copy is kept when the order is committed, not before. */
export const fileText = ({ status, failure }: File, order: Pick<Order, 'status'>): string => {
  if (failure?.code === 'source_missing') return 'the upload is gone';
  return status === 'verified' && order.status === 'completed'
    ? 'kept, every byte'
    : fileWords[status];
};

/** The state of an order, in one sentence. */
export const orderText = ({ status, migration, files }: Order): string => {
  if (status === 'awaiting_payment') return 'Waiting for the payment to arrive.';
  if (status === 'completed') return `Kept: all ${files.length} files are safe.`;
  if (migration.status === 'compensation_failed')
    return 'Some copies could not be removed. An operator has been called.';
  if (status === 'refund_requested')
    return `Undone: ${migration.error?.message ?? 'the files could not be kept.'}`;
  return 'Moving the files to permanent storage.';
};
