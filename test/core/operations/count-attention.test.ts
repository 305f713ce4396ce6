import { describe, expect, it } from '@jest/globals';
import { countAttention } from '../../../core/operations/count-attention.ts';
import { MemoryOrderLists } from '../../fakes/orders/memory-order-lists.ts';
import { aPaidOrder } from '../builders/records.ts';
import { admin, aWorld, errorOf } from '../builders/world.ts';

const failed = { status: 'refund_requested' as const };

const shop = (orders: number) => {
  const world = aWorld();
  for (let index = 0; index < orders; index += 1)
    world.orders.put(aPaidOrder({ status: 'failed' }, { orderId: `ord_${index}`, ...failed }));
  return { ...world, lists: new MemoryOrderLists(world.orders), reconcileAfterMinutes: 60 };
};

const none = { count: 0, more: false };

describe('count attention', () => {
  it('counts each kind of order that needs a person', async () => {
    const deps = shop(2);
    deps.orders.put(
      aPaidOrder({ status: 'compensation_failed' }, { orderId: 'ord_left', ...failed }),
    );
    expect(await countAttention(deps, admin, {})).toEqual({
      days: 7,
      orders: {
        failed: { count: 2, more: false },
        compensation_failed: { count: 1, more: false },
        stuck: none,
        payment_held: none,
      },
    });
  });

  it('stops at 100 and says that there are more', async () => {
    const { orders } = await countAttention(shop(101), admin, {});
    expect(orders.failed).toEqual({ count: 100, more: true });
  });

  it('forgets failed orders after the days that are asked for', async () => {
    const deps = shop(1);
    deps.clock.advance(2 * 86_400_000);
    expect((await countAttention(deps, admin, { days: '2' })).orders.failed.count).toBe(1);
    expect((await countAttention(deps, admin, { days: '1' })).orders.failed).toEqual(none);
  });

  it.each(['0', '91', '1.5', 'all', ''])('refuses %p days', async (days) => {
    expect(await errorOf(countAttention(shop(0), admin, { days }))).toMatchObject({
      issues: [{ field: 'days' }],
    });
  });
});
