import { describe, expect, it } from '@jest/globals';
import { createLink, retargetLink, revokeLink } from '../../../core/delivery/manage-links.ts';
import type { Link } from '../../../core/delivery/model/link.ts';
import type { Links } from '../../../core/delivery/ports.ts';
import type { Order } from '../../../core/orders/model/order.ts';
import { hashToken } from '../../../core/sessions/model/token-hash.ts';
import { aFile, anOrder, aPaidOrder } from '../builders/records.ts';
import { aDeliveryWorld, admin, alice, errorOf, mallory } from '../builders/world.ts';

const day = 86_400_000;

const aShop = (order: Order = aPaidOrder()) => {
  const world = aDeliveryWorld();
  world.orders.put(order, [
    aFile('photo'),
    aFile('audio'),
    aFile('waveform', { status: 'skipped', required: false }),
  ]);
  return world;
};

type Shop = ReturnType<typeof aShop>;

const aLink = (world: Shop, input: object = { role: 'photo' }) =>
  createLink(world, alice, 'ord_1', input);

const live = async (world: Shop, token: string) => world.links.find(hashToken(token));

/** The store as a caller sees it that read the link before a change. */
const stale = ({ links }: Shop, link: Link): Links => ({
  create: (next) => links.create(next),
  find: async () => link,
  replace: (next, read) => links.replace(next, read),
  erase: (next, entry) => links.erase(next, entry),
  touch: (tokenHash, on) => links.touch(tokenHash, on),
  ofOrder: (orderId) => links.ofOrder(orderId),
  ofMaker: (ownerId, stretch) => links.ofMaker(ownerId, stretch),
});

/** Links that must all look like an unknown link. */
const dead: [string, (world: Shop) => Promise<string>][] = [
  ['unknown', async () => 'invented'],
  [
    'revoked',
    async (world) => {
      const { token } = await aLink(world);
      await revokeLink(world, alice, token);
      return token;
    },
  ],
  [
    'expired',
    async (world) => {
      const { token } = await aLink(world, { role: 'photo', days: 1 });
      world.clock.advance(day);
      return token;
    },
  ],
];

describe('create a link', () => {
  it('answers a token of 128 bits once, and stores only its hash', async () => {
    const world = aShop();
    const { token, link } = await aLink(world);
    expect(token).toMatch(/^[\w-]{22}$/);
    expect(world.links.all).toEqual([link]);
    expect(link.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(link)).not.toContain(token);
  });

  it('lives five years, to the day the stage says', async () => {
    expect((await aLink(aShop())).link).toMatchObject({
      createdAt: '2030-01-01T00:00:00.000Z',
      expiresAt: '2035-01-01T00:00:00.000Z',
    });
  });

  it('lives as long as its maker says', async () => {
    expect((await aLink(aShop(), { days: 30 })).link.expiresAt).toBe('2030-01-31T00:00:00.000Z');
  });

  it('leads to one file, or to all', async () => {
    expect((await aLink(aShop(), { role: 'audio' })).link).toMatchObject({
      ownerId: 'usr_alice',
      orderId: 'ord_1',
      role: 'audio',
    });
    expect((await aLink(aShop(), {})).link).not.toHaveProperty('role');
  });

  it('can be made again: every print may have its own', async () => {
    const world = aShop();
    const [first, second] = [await aLink(world), await aLink(world)];
    expect(first.token).not.toBe(second.token);
    expect(world.links.all).toHaveLength(2);
  });

  it.each([
    ['days', { days: 0 }],
    ['days', { days: 1.5 }],
    ['days', { days: 3661 }],
    ['days', { days: '30' }],
    ['role', { role: 7 }],
    ['role', { role: 'pdf' }],
    ['role', { role: 'waveform' }],
    ['role', { role: 'constructor' }],
    ['body', null],
  ])('refuses a wrong %s and makes none: %j', async (field, input) => {
    const world = aShop();
    expect(await errorOf(aLink(world, input as object))).toMatchObject({
      name: 'InvalidInput',
      issues: [{ field }],
    });
    expect(world.links.all).toEqual([]);
  });

  it.each(['paid', 'completed'] as const)('is made for an order that is %s', async (status) => {
    await expect(aLink(aShop(aPaidOrder({}, { status })))).resolves.toMatchObject({
      link: { orderId: 'ord_1' },
    });
  });

  it.each(['awaiting_payment', 'refund_requested'] as const)(
    'is not made for an order that is %s',
    async (status) => {
      const world = aShop(anOrder({ status }));
      expect(await errorOf(aLink(world))).toMatchObject({
        name: 'OrderNotPaid',
        family: 'conflict',
      });
      expect(world.links.all).toEqual([]);
    },
  );

  it('is made by an operator for a customer’s order: a lost card is printed anew', async () => {
    const { link } = await createLink(aShop(), admin, 'ord_1', {});
    expect(link).toMatchObject({ orderId: 'ord_1', ownerId: admin.ownerId });
  });

  it('answers a stranger exactly as if there were no order', async () => {
    const world = aShop();
    const foreign = await errorOf(createLink(world, mallory, 'ord_1', {}));
    expect(foreign).toEqual(await errorOf(createLink(aDeliveryWorld(), mallory, 'ord_1', {})));
    expect(world.links.all).toEqual([]);
  });
});

describe('revoke a link', () => {
  it('ends it, and keeps the record of it', async () => {
    const world = aShop();
    const { token, link } = await aLink(world);
    await revokeLink(world, alice, token);
    expect(await live(world, token)).toEqual({ ...link, revokedAt: '2030-01-01T00:00:00.000Z' });
  });

  it('tells the later of two at once to look again', async () => {
    const world = aShop();
    const { token, link } = await aLink(world);
    const links = stale(world, link);
    await revokeLink(world, alice, token);
    expect(await errorOf(revokeLink({ ...world, links }, alice, token))).toMatchObject({
      name: 'StaleRecord',
    });
  });
});

describe('retarget a link', () => {
  it('keeps the token and the expiry: the paper stays good', async () => {
    const world = aShop();
    const { token, link } = await aLink(world);
    world.clock.advance(day);
    expect(await retargetLink(world, alice, token, { orderId: 'ord_1', role: 'audio' })).toEqual({
      ...link,
      role: 'audio',
    });
    expect(await live(world, token)).toEqual({ ...link, role: 'audio' });
  });

  it('leads to another order, whole or in part', async () => {
    const world = aShop();
    world.orders.put(aPaidOrder({}, { orderId: 'ord_2' }), [aFile('pdf', { orderId: 'ord_2' })]);
    const { token } = await aLink(world);
    expect(
      await retargetLink(world, alice, token, { orderId: 'ord_2', role: 'pdf' }),
    ).toMatchObject({ orderId: 'ord_2', role: 'pdf' });
    expect(await retargetLink(world, alice, token, { orderId: 'ord_2' })).not.toHaveProperty(
      'role',
    );
  });

  it.each([
    ['a role that is none', { orderId: 'ord_1', role: 'pdf' }, 'InvalidInput'],
    ['no order', {}, 'InvalidInput'],
    ['an order that does not exist', { orderId: 'ord_9' }, 'NotFound'],
    ['somebody else’s order', { orderId: 'ord_mallory' }, 'NotFound'],
    ['an order nobody paid', { orderId: 'ord_unpaid' }, 'OrderNotPaid'],
  ])('refuses %s and leaves the link as it was', async (_, input, name) => {
    const world = aShop();
    world.orders.put(aPaidOrder({}, { orderId: 'ord_mallory', ownerId: mallory.ownerId }), [
      aFile('photo'),
    ]);
    world.orders.put(anOrder({ orderId: 'ord_unpaid' }), [aFile('photo')]);
    const { token, link } = await aLink(world);
    expect(await errorOf(retargetLink(world, alice, token, input))).toMatchObject({ name });
    expect(world.links.all).toEqual([link]);
  });

  it('does not bring a link back that was revoked meanwhile', async () => {
    const world = aShop();
    const { token, link } = await aLink(world);
    const links = stale(world, link);
    await revokeLink(world, alice, token);
    expect(
      await errorOf(retargetLink({ ...world, links }, alice, token, { orderId: 'ord_1' })),
    ).toMatchObject({ name: 'StaleRecord' });
    expect((await live(world, token))?.revokedAt).toBeDefined();
  });
});

describe.each([
  ['revoke', (world: Shop, who: typeof alice, token: string) => revokeLink(world, who, token)],
  [
    'retarget',
    (world: Shop, who: typeof alice, token: string) =>
      retargetLink(world, who, token, { orderId: 'ord_1' }),
  ],
])('%s', (_, act) => {
  it.each(dead)('finds no link that is %s', async (_state, make) => {
    const world = aShop();
    const token = await make(world);
    const error = await errorOf(act(world, alice, token));
    expect(error).toEqual(await errorOf(act(aShop(), alice, 'never made')));
    expect(error).toMatchObject({ name: 'NotFound', message: expect.not.stringContaining(token) });
  });

  it('finds no link of somebody else', async () => {
    const world = aShop();
    const { token, link } = await aLink(world);
    expect(await errorOf(act(world, mallory, token))).toEqual(
      await errorOf(act(world, mallory, 'never made')),
    );
    expect(world.links.all).toEqual([link]);
  });
});
