import { describe, expect, it } from '@jest/globals';
import type { Order } from '../../../core/orders/model/order.ts';
import type { OrderLists, Orders, Page, PageRequest } from '../../../core/orders/ports.ts';
import { freshId, sampleFile, sampleOrder } from '../shared/samples.ts';

type Subject = { orders: Orders; lists: OrderLists };

/** Contract tests of every list of orders. */
export function describeOrderLists(name: string, makeSubject: () => Subject): void {
  describe(`${name} as OrderLists`, () => {
    const { orders, lists } = makeSubject();

    const created = async (changes: Partial<Order>): Promise<Order> => {
      const order = sampleOrder(changes);
      await orders.create(order, [sampleFile(order.orderId)]);
      return order;
    };

    const onDay = (day: number, changes: Partial<Order> = {}): Promise<Order> => {
      const at = `2028-02-${String(day).padStart(2, '0')}T00:00:00.000Z`;
      return created({ createdAt: at, updatedAt: at, ...changes });
    };

    it('lists an owner’s orders, newest first, and nobody else’s', async () => {
      const ownerId = freshId('usr');
      const [first, third, second] = [
        await onDay(1, { ownerId }),
        await onDay(3, { ownerId }),
        await onDay(2, { ownerId }),
      ];
      await onDay(4, { ownerId: freshId('usr') });
      expect(await lists.matching({ ownerId }, { limit: 10 })).toEqual({
        items: [third, second, first],
      });
      expect(await lists.matching({ ownerId: freshId('usr') }, { limit: 10 })).toEqual({
        items: [],
      });
    });

    it('gives a list in pages that together are the list', async () => {
      const ownerId = freshId('usr');
      for (const day of [5, 1, 3, 2, 4]) await onDay(day, { ownerId });
      const pages = await allPages((page) => lists.matching({ ownerId }, page), 2);
      expect(
        pages.map(({ items }) => items.map(({ createdAt }) => createdAt.slice(8, 10))),
      ).toEqual([['05', '04'], ['03', '02'], ['01']]);
    });

    it('ends with a full page when there is nothing after it', async () => {
      const ownerId = freshId('usr');
      for (const day of [1, 2]) await onDay(day, { ownerId });
      expect(await lists.matching({ ownerId }, { limit: 2 })).not.toHaveProperty('cursor');
    });

    it('lists orders of one instant once each, over pages', async () => {
      const made = await Promise.all(
        Array.from({ length: 12 }, () => onDay(20, { status: 'awaiting_payment' })),
      );
      const pages = await allPages(
        (page) => lists.matching({ state: 'awaiting_payment' }, page),
        5,
      );
      const ids = pages.flatMap(({ items }) => items.map(({ orderId }) => orderId));
      expect(ids.filter((id) => made.some(({ orderId }) => orderId === id)).sort()).toEqual(
        made.map(({ orderId }) => orderId).sort(),
      );
    });

    it.each([
      ['awaiting_payment', { status: 'awaiting_payment' }],
      ['paid', { status: 'paid' }],
      [
        'completed',
        { status: 'completed', migration: { status: 'completed', attempt: 1, recoveries: 0 } },
      ],
      [
        'failed',
        {
          status: 'refund_requested',
          migration: { status: 'failed', attempt: 1, recoveries: 0 },
          sweptAt: '2028-01-01T00:00:00.000Z',
        },
      ],
      [
        'failed',
        { status: 'refund_requested', migration: { status: 'failed', attempt: 1, recoveries: 0 } },
      ],
      [
        'compensation_failed',
        {
          status: 'refund_requested',
          migration: { status: 'compensation_failed', attempt: 1, recoveries: 0 },
        },
      ],
    ] as const)(
      'finds an order that is %s, and under no other state: %#',
      async (state, fields) => {
        const { orderId } = await onDay(10, fields);
        const found = async (other: typeof state) => {
          const pages = await allPages((page) => lists.matching({ state: other }, page), 50);
          return pages.some(({ items }) => items.some((order) => order.orderId === orderId));
        };
        for (const other of [
          'awaiting_payment',
          'paid',
          'completed',
          'failed',
          'compensation_failed',
        ] as const)
          expect([other, await found(other)]).toEqual([other, other === state]);
      },
    );

    it('moves an order to its new state', async () => {
      const order = await onDay(11, { status: 'awaiting_payment' });
      await orders.save({
        ...order,
        status: 'completed',
        migration: { ...order.migration, status: 'completed' },
      });
      const waiting = await allPages(
        (page) => lists.matching({ state: 'awaiting_payment' }, page),
        50,
      );
      expect(waiting.flatMap(({ items }) => items.map(({ orderId }) => orderId))).not.toContain(
        order.orderId,
      );
    });

    it('lists orders of all states by their last change, between two moments', async () => {
      const done = await onDay(22, { status: 'completed' });
      const open = await onDay(24);
      await onDay(21);
      await onDay(25);
      const pages = await allPages(
        (page) =>
          lists.matching(
            { changedFrom: done.updatedAt, changedBefore: '2028-02-25T00:00:00.000Z' },
            page,
          ),
        1,
      );
      expect(pages.flatMap(({ items }) => items.map(({ orderId }) => orderId))).toEqual([
        open.orderId,
        done.orderId,
      ]);
    });

    it('narrows an owner’s orders by state and last change', async () => {
      const ownerId = freshId('usr');
      const done = await onDay(6, { ownerId, status: 'completed' });
      await onDay(7, { ownerId });
      await onDay(3, { ownerId, status: 'completed' });
      const query = { ownerId, state: 'completed', changedFrom: done.updatedAt } as const;
      expect(await lists.matching(query, { limit: 10 })).toEqual({ items: [done] });
    });

    it('lists orders with a payment that a person must decide on', async () => {
      const held = {
        paymentId: freshId('pay'),
        amount: { value: 1, currency: 'EUR' },
        receivedAt: '2028-02-26T00:00:00.000Z',
        reason: 'second_payment' as const,
      };
      const order = await onDay(26, { heldPayments: [held] });
      const other = await onDay(26);
      const pages = await allPages((page) => lists.withHeldPayments(page), 50);
      const ids = pages.flatMap(({ items }) => items.map(({ orderId }) => orderId));
      expect([ids.includes(order.orderId), ids.includes(other.orderId)]).toEqual([true, false]);
    });

    it('finds the order that a payment has paid', async () => {
      const order = await onDay(8);
      const paymentId = freshId('pay');
      const payment = { paymentId, amount: order.amount, receivedAt: order.createdAt };
      await orders.pay({ ...order, payment });
      expect(await lists.orderOfPayment(paymentId)).toBe(order.orderId);
      expect(await lists.orderOfPayment(freshId('pay'))).toBeUndefined();
    });

    it('lists what needs attention and has not changed since', async () => {
      const [old, recent] = [await onDay(12), await onDay(14)];
      const done = await onDay(12, {
        status: 'completed',
        migration: { status: 'completed', attempt: 1, recoveries: 0 },
      });
      const pages = await allPages(
        (page) => lists.unattended(new Date('2028-02-13T00:00:00.000Z'), page),
        3,
      );
      const ids = pages.flatMap(({ items }) => items.map(({ orderId }) => orderId));
      expect([old, recent, done].map(({ orderId }) => ids.includes(orderId))).toEqual([
        true,
        false,
        false,
      ]);
    });

    it('refuses a cursor that is none', async () => {
      await expect(
        lists.matching({ ownerId: 'usr_1' }, { limit: 1, cursor: 'nonsense' }),
      ).rejects.toMatchObject({
        name: 'InvalidInput',
        issues: [{ field: 'cursor' }],
      });
    });
  });
}

async function allPages(
  list: (page: PageRequest) => Promise<Page<Order>>,
  limit: number,
): Promise<Page<Order>[]> {
  const pages: Page<Order>[] = [];
  for (let cursor: string | undefined; ; cursor = pages.at(-1)?.cursor) {
    pages.push(await list({ limit, cursor }));
    if (pages.at(-1)?.cursor === undefined) return pages;
  }
}
