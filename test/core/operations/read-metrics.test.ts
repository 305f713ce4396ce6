import { describe, expect, it } from '@jest/globals';
import { readMetrics } from '../../../core/operations/read-metrics.ts';
import { MemoryMetrics } from '../../fakes/operations/memory-metrics.ts';
import { errorOf } from '../builders/world.ts';

const clock = { now: () => new Date('2030-01-02T12:34:56.000Z') };

const day = {
  'ReconcilerRuns Sum': 24,
  'OrdersCompleted Sum': 120,
  'OrdersFailed Sum': 2,
  'PaidToKeptMilliseconds p50': 4100,
  'PaidToKeptMilliseconds p95': 9800,
};

const reading = async (metrics: MemoryMetrics, query: unknown = {}) => {
  const failures: unknown[] = [];
  const view = await readMetrics({ metrics, clock }, query, (error) => failures.push(error));
  return { view, failures };
};

const every = ['migrated', 'failed', 'paidToKeptP50Ms', 'paidToKeptP95Ms'];

describe('the figures of the last day', () => {
  it('are read over 24 hours, up to the end of these five minutes', async () => {
    const metrics = new MemoryMetrics(day);
    const { view } = await reading(metrics);
    expect(view).toEqual({
      from: '2030-01-01T12:35:00.000Z',
      to: '2030-01-02T12:35:00.000Z',
      migrated: 120,
      failed: 2,
      paidToKeptP50Ms: 4100,
      paidToKeptP95Ms: 9800,
      unknown: [],
    });
    expect(metrics.asked).toEqual([{ from: new Date(view.from), to: new Date(view.to) }]);
  });

  it('are of as many hours as asked', async () => {
    const { view } = await reading(new MemoryMetrics(day), { hours: '1' });
    expect(view).toMatchObject({ from: '2030-01-02T11:35:00.000Z' });
  });

  it('are 0 orders where the reconciler was counted and no order was, and no time', async () => {
    const { view } = await reading(new MemoryMetrics({ 'ReconcilerRuns Sum': 24 }));
    expect(view).toMatchObject({ migrated: 0, failed: 0 });
    expect(view.unknown).toEqual([
      { figure: 'paidToKeptP50Ms', why: 'no_data' },
      { figure: 'paidToKeptP95Ms', why: 'no_data' },
    ]);
  });

  it('are unknown where nothing at all was counted', async () => {
    const { view } = await reading(new MemoryMetrics());
    expect(view.unknown).toEqual(every.map((figure) => ({ figure, why: 'no_data' })));
    expect(Object.keys(view)).toEqual(['from', 'to', 'unknown']);
  });

  it('are unknown, and no error, where CloudWatch does not answer', async () => {
    const metrics = new MemoryMetrics(day);
    metrics.fault = new Error('UnknownOperation');
    const { view, failures } = await reading(metrics);
    expect(view.unknown).toEqual(every.map((figure) => ({ figure, why: 'no_answer' })));
    expect(failures).toEqual([metrics.fault]);
  });

  it.each([
    [{ hours: '0' }, 'hours'],
    [{ hours: '169' }, 'hours'],
    [{ hours: '1.5' }, 'hours'],
    [{ days: '1' }, 'days'],
  ])('refuse %j', async (query, field) => {
    expect(await errorOf(reading(new MemoryMetrics(day), query))).toMatchObject({
      issues: [{ field }],
    });
  });
});
