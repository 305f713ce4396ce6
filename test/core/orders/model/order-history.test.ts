import { describe, expect, it } from '@jest/globals';
import type { HistoryEntry } from '../../../../core/orders/model/order.ts';
import { longestHistory, noted } from '../../../../core/orders/model/order-history.ts';
import { aPaidOrder } from '../../builders/records.ts';

const line = (attempt: number, fields: Partial<HistoryEntry> = {}): HistoryEntry => ({
  at: '2030-01-01T00:00:00.000Z',
  event: 'migration_started',
  attempt,
  runId: `ord_1-${attempt}`,
  ...fields,
});

describe('the history of an order', () => {
  it('grows at its end', () => {
    const order = noted(noted(aPaidOrder(), line(1)), line(1, { event: 'completed' }));
    expect(order.history?.map(({ event }) => event)).toEqual(['migration_started', 'completed']);
  });

  it('says once what a repeated step says again', () => {
    const order = noted(aPaidOrder(), line(1));
    expect(noted(order, line(1, { at: '2030-01-02T00:00:00.000Z' }))).toBe(order);
  });

  it('tells another run of the same attempt apart', () => {
    expect(
      noted(noted(aPaidOrder(), line(1)), line(1, { runId: 'ord_1-1-undo-1' })).history,
    ).toHaveLength(2);
  });

  it('forgets its oldest lines rather than grow without end', () => {
    const attempts = Array.from({ length: longestHistory + 5 }, (_, index) => index + 1);
    const { history = [] } = attempts.reduce(
      (order, attempt) => noted(order, line(attempt)),
      aPaidOrder(),
    );
    expect([history.length, history[0]?.attempt, history.at(-1)?.attempt]).toEqual([
      longestHistory,
      6,
      longestHistory + 5,
    ]);
  });
});
