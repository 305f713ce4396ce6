import { describe, expect, it } from '@jest/globals';
import { NotSignedIn } from '../../../core/errors.ts';
import { createOrder } from '../../../core/orders/create-order.ts';
import { settlePayment } from '../../../core/orders/settle-payment.ts';
import { routes } from '../../../core/routes.ts';
import { authenticate } from '../../../core/sessions/authenticate.ts';
import { createMachineKey } from '../../../core/sessions/machine-keys.ts';
import { keyScopes } from '../../../core/sessions/model/machine-key.ts';
import type { Caller } from '../../../core/sessions/model/session.ts';
import { assertAccess } from '../../../lambdas/shared/access.ts';
import { MemoryMachineKeys } from '../../fakes/sessions/memory-machine-keys.ts';
import { anOrder, arrived } from '../builders/records.ts';
import { alice, aWorld, mallory, stored } from '../builders/world.ts';

const day = 86_400_000;
const wanted = { name: 'shop', scopes: ['orders:create'], days: 90 };

const aStage = () => {
  const world = { ...aWorld(), keys: new MemoryMachineKeys(), trustedAmounts: true };
  const groups = { adminGroup: 'admin', workerGroup: 'worker', viewerGroup: 'viewer' };
  const tokens = { verify: () => Promise.reject(new NotSignedIn('no JWT')) };
  const as = (key: string): Promise<Caller> =>
    authenticate({ ...world, ...groups, tokens }, `Bearer ${key}`);
  return { world, as };
};

describe('a machine key', () => {
  it('signs in as itself with its scopes, and is neither worker nor operator', async () => {
    const { world, as } = aStage();
    const { key } = await createMachineKey(world, wanted);
    expect(key).toMatch(/^kmk_shop_[\w-]{43}$/);
    expect(await as(key)).toEqual({
      ownerId: 'key_shop',
      admin: false,
      worker: false,
      scopes: 'orders:create',
    });
  });

  it('is stored as a hash, and never itself', async () => {
    const { world } = aStage();
    const { key } = await createMachineKey(world, wanted);
    const [record] = world.keys.records.values();
    expect(record?.secretHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(record)).not.toContain(key.slice('kmk_shop_'.length));
  });

  it('opens nothing from its last moment on, although its record is still there', async () => {
    const { world, as } = aStage();
    const { key } = await createMachineKey(world, wanted);
    world.clock.advance(90 * day - 1);
    await expect(as(key)).resolves.toMatchObject({ ownerId: 'key_shop' });
    world.clock.advance(1);
    await expect(as(key)).rejects.toBeInstanceOf(NotSignedIn);
  });

  it('opens nothing once it was ended; its successor has another name and overlaps', async () => {
    const { world, as } = aStage();
    const [older, newer] = [
      await createMachineKey(world, wanted),
      await createMachineKey(world, { ...wanted, name: 'shop-2' }),
    ];
    await world.keys.end('shop');
    await expect(as(older.key)).rejects.toBeInstanceOf(NotSignedIn);
    await expect(as(newer.key)).resolves.toMatchObject({ ownerId: 'key_shop-2' });
  });

  it('is not replaced by another one of its name', async () => {
    const { world, as } = aStage();
    const { key } = await createMachineKey(world, wanted);
    await expect(createMachineKey(world, wanted)).rejects.toMatchObject({ name: 'AlreadyExists' });
    await expect(as(key)).resolves.toMatchObject({ ownerId: 'key_shop' });
  });

  it.each([
    'kmk_',
    'kmk_shop',
    `kmk_shop_${'A'.repeat(43)}`,
    `kmk_other_${'A'.repeat(43)}`,
    `kmk_key#shop_${'A'.repeat(43)}`,
  ])('%s is none', async (key) => {
    const { world, as } = aStage();
    await createMachineKey(world, wanted);
    await expect(as(key)).rejects.toBeInstanceOf(NotSignedIn);
  });

  it.each([
    ['no scope', { ...wanted, scopes: [] }],
    ['an unknown scope', { ...wanted, scopes: ['admin'] }],
    ['more than a year', { ...wanted, days: 367 }],
    ['a name with an underscore', { ...wanted, name: 'shop_1' }],
  ])('is not made with %s', async (_, input) => {
    const { world } = aStage();
    await expect(createMachineKey(world, input)).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(world.keys.records.size).toBe(0);
  });

  it.each(Object.entries(keyScopes))(
    'with %s alone reaches %j and no other route',
    (scopes, reached) => {
      const caller = { ownerId: 'key_shop', admin: false, worker: false, scopes };
      const open = Object.entries(routes).flatMap(([name, { method, path, access }]) => {
        if (access === 'public') return [];
        try {
          assertAccess(`${method} ${path}`, caller);
          return [name];
        } catch {
          return [];
        }
      });
      expect(open.sort()).toEqual([...reached].sort());
    },
  );
});

const key = (scopes: string): Caller => ({
  ownerId: 'key_shop',
  admin: false,
  worker: false,
  scopes,
});

describe('an order that the shop’s backend makes', () => {
  const amount = { value: 49.9, currency: 'EUR' };
  const files = [{ uploadId: 'upl_photo', role: 'photo', required: true }];

  it('is the customer’s, over their uploads, at the shop’s price', async () => {
    const { world } = aStage();
    arrived(world, 'upl_photo');
    const input = { ownerId: alice.ownerId, amount, files };
    const { order } = await createOrder(world, key('orders:create'), input);
    expect(order).toMatchObject({ ownerId: alice.ownerId, amount });
  });

  it.each([
    ['a key of another scope', key('orders:read')],
    ['the customer, who may not name the price', alice],
    ['a stranger', mallory],
  ])('is not made by %s', async (_, caller) => {
    const { world } = aStage();
    arrived(world, 'upl_photo');
    const input = { ownerId: alice.ownerId, amount, files };
    await expect(createOrder(world, caller, input)).rejects.toMatchObject({ name: 'NotAllowed' });
  });
});

describe('a held payment', () => {
  const held = (paymentId: string) => ({
    paymentId,
    amount: { value: 1, currency: 'EUR' },
    receivedAt: '2030-01-01T00:00:00.000Z',
    reason: 'amount_mismatch' as const,
  });
  const holding = () => {
    const { world } = aStage();
    world.orders.put(anOrder({ heldPayments: [held('pay_2'), held('pay_3')] }));
    return world;
  };
  const of = (paymentId: string, body: unknown = {}) => ({ orderId: 'ord_1', paymentId, body });

  it('is settled once, with a note, and pays nothing', async () => {
    const world = holding();
    const caller = key('payments:settle');
    await settlePayment(world, caller, of('pay_2', { note: 'refunded by bank transfer' }));
    world.clock.advance(day);
    await settlePayment(world, caller, of('pay_2', { note: 'again' }));
    const { order } = await stored(world);
    expect(order.heldPayments).toEqual([
      {
        ...held('pay_2'),
        settledAt: '2030-01-01T00:00:00.000Z',
        note: 'refunded by bank transfer',
      },
      held('pay_3'),
    ]);
    expect(order.status).toBe('awaiting_payment');
  });

  it('takes no note that cannot be stored', async () => {
    const settling = settlePayment(
      holding(),
      key('payments:settle'),
      of('pay_2', { note: '\ud83d' }),
    );
    await expect(settling).rejects.toMatchObject({
      issues: [{ field: 'note', message: 'must be well-formed Unicode' }],
    });
  });

  it('is left alone if the order does not hold it', async () => {
    const settling = settlePayment(holding(), key('payments:settle'), of('pay_9'));
    await expect(settling).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  it.each([alice, key('orders:create')])('is not for %j to settle', async (caller) => {
    await expect(settlePayment(holding(), caller, of('pay_2'))).rejects.toMatchObject({
      name: 'NotAllowed',
    });
  });
});
