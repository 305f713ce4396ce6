import { describe, expect, it } from '@jest/globals';
import { NotFound, TransientFault } from '../../../core/errors.ts';
import { changeOrder } from '../../../core/orders/change-order.ts';
import type { Order } from '../../../core/orders/model/order.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { anOrder } from '../builders/records.ts';
import { aWorld, errorOf, stored, type World } from '../builders/world.ts';

const withOrder = (): World => {
  const world = aWorld();
  world.orders.put(anOrder());
  return world;
};
const raise = ({ order }: { order: Order }) => ({
  order: { ...order, amount: { ...order.amount, value: order.amount.value + 1 } },
});

describe('change order', () => {
  it('writes what was decided, and when', async () => {
    const world = withOrder();
    world.clock.advance(1000);
    expect((await changeOrder(world, 'ord_1', raise)).order).toMatchObject({
      amount: { value: 50.9 },
      updatedAt: '2030-01-01T00:00:01.000Z',
      revision: 1,
    });
  });

  it('writes nothing when the decision is to leave it', async () => {
    const world = withOrder();
    await changeOrder(world, 'ord_1', ({ order }) => ({ order }));
    expect((await stored(world)).order).toEqual(anOrder());
  });

  it('decides again on what somebody faster wrote: no change is lost', async () => {
    const world = withOrder();
    await Promise.all([1, 2, 3, 4].map(() => changeOrder(world, 'ord_1', raise)));
    expect((await stored(world)).order.amount.value).toBeCloseTo(53.9);
  });

  it('gives up, retryably, when the order keeps changing', async () => {
    const world = withOrder();
    const restless = async (current: { order: Order }) => {
      await world.orders.save((await stored(world)).order);
      return raise(current);
    };
    expect(await errorOf(changeOrder(world, 'ord_1', restless))).toBeInstanceOf(TransientFault);
  });

  it('passes on what is no race', async () => {
    const world = withOrder();
    const orders = faulty(world.orders, (operation) =>
      operation === 'save' ? 'before' : undefined,
    );
    expect(await errorOf(changeOrder({ ...world, orders }, 'ord_1', raise))).toBeInstanceOf(
      TransientFault,
    );
  });

  it('refuses an order that does not exist', async () => {
    expect(await errorOf(changeOrder(aWorld(), 'ord_1', raise))).toBeInstanceOf(NotFound);
  });
});
