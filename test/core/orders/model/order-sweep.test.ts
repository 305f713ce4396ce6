import { describe, expect, it } from '@jest/globals';
import type { Order } from '../../../../core/orders/model/order.ts';
import { beginSweep, endSweep, isSweeping } from '../../../../core/orders/model/order-sweep.ts';
import { aMigratingOrder, aPaidOrder } from '../../builders/records.ts';

const failedAt = '2030-01-01T00:00:00.000Z';
const afterMinutes = 60;
const minutesLater = (minutes: number): Date => new Date(Date.parse(failedAt) + minutes * 60_000);

const failed = (
  fields: Partial<Order> = {},
  status: 'failed' | 'compensation_failed' = 'failed',
): Order =>
  aPaidOrder({ status, completedAt: failedAt }, { status: 'refund_requested', ...fields });

describe('a sweep', () => {
  it('holds the order', () => {
    expect(isSweeping(beginSweep(failed(), minutesLater(61)), minutesLater(62))).toBe(true);
  });

  it('leaves an order alone that another sweep holds', () => {
    const held = beginSweep(failed(), minutesLater(61));
    expect(beginSweep(held, minutesLater(80))).toBe(held);
  });

  it('takes over from one that cannot be alive any more', () => {
    const held = beginSweep(failed(), minutesLater(61));
    expect(beginSweep(held, minutesLater(81))).toMatchObject({
      sweepingSince: minutesLater(81).toISOString(),
    });
  });

  it.each([
    ['another attempt', aPaidOrder({ attempt: 2 })],
    ['an order at work', aMigratingOrder()],
    [
      'a compensation under way',
      { ...aMigratingOrder({ status: 'compensating' }), status: 'refund_requested' as const },
    ],
  ])('never begins beside %s', (_what, order) => {
    expect(beginSweep(order, minutesLater(61))).toBe(order);
  });

  it('ends a failed compensation', () => {
    const held = beginSweep(failed({}, 'compensation_failed'), minutesLater(61));
    const { migration, sweepingSince, sweptAt } = endSweep(held, held, {
      now: minutesLater(61),
      afterMinutes,
    });
    expect([migration.status, sweepingSince, sweptAt]).toEqual([
      'failed',
      undefined,
      minutesLater(61).toISOString(),
    ]);
  });

  it('soon after the failure is not the last: copies may still come', () => {
    const held = beginSweep(failed({}, 'compensation_failed'), minutesLater(5));
    const { migration, sweptAt } = endSweep(held, held, { now: minutesLater(5), afterMinutes });
    expect([migration.status, sweptAt]).toEqual(['failed', undefined]);
  });

  it('that lost the order ends nothing', () => {
    const first = beginSweep(failed(), minutesLater(61));
    const second = beginSweep(first, minutesLater(81));
    expect(endSweep(second, first, { now: minutesLater(82), afterMinutes })).toBe(second);
  });
});
