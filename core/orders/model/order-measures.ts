import type { Order, OrderFile } from './order.ts';

/**
 * Durations and sizes of an order's migration. There is no time for a record that
 * does not know when the order's migration began.
 */
export type OrderMeasures = {
  files: number;
  bytes: number;
  migrationMilliseconds: number | undefined;
  /** From the payment's arrival to the commit: the customer's wait. */
  paidToKeptMilliseconds: number | undefined;
};

/** Measures a completed order from its record and ledger. */
export const measuresOf = (
  { migration, payment }: Order,
  files: readonly OrderFile[],
): OrderMeasures => {
  const kept = files.filter(({ status }) => status === 'verified');
  return {
    files: kept.length,
    bytes: kept.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0),
    migrationMilliseconds: between(migration.startedAt, migration.completedAt),
    paidToKeptMilliseconds: between(payment?.receivedAt, migration.completedAt),
  };
};

const between = (start: string | undefined, end: string | undefined): number | undefined =>
  start !== undefined && end !== undefined ? Date.parse(end) - Date.parse(start) : undefined;
