import type { HistoryEntry, Order } from './order.ts';

/**
 * Entries that an order's history keeps at most. Years of retries must not grow an order beyond
 * DynamoDB's item size (400 KB).
 */
export const longestHistory = 60;

/**
 * The order with one more line in its history; the same line twice in a row is one, so that a
 * repeated step adds nothing.
 */
export const noted = (order: Order, entry: HistoryEntry): Order => {
  const history = order.history ?? [];
  return isSame(history.at(-1), entry)
    ? order
    : { ...order, history: [...history, entry].slice(-longestHistory) };
};

const isSame = (a: HistoryEntry | undefined, b: HistoryEntry): boolean =>
  a?.event === b.event && a.attempt === b.attempt && a.runId === b.runId;
