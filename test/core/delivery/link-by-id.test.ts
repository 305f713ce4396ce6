import { describe, expect, it } from '@jest/globals';
import { listMadeLinks, listOrderLinks } from '../../../core/delivery/list-links.ts';
import { createLink, retargetLink, revokeLink } from '../../../core/delivery/manage-links.ts';
import { linkIdOf } from '../../../core/delivery/model/link.ts';
import { aFile, aPaidOrder } from '../builders/records.ts';
import { aDeliveryWorld, admin, alice, errorOf, mallory } from '../builders/world.ts';

const aShop = async () => {
  const world = aDeliveryWorld();
  const files = (orderId: string) => [aFile('photo', { orderId })];
  world.orders.put(aPaidOrder(), files('ord_1'));
  world.orders.put(aPaidOrder({}, { orderId: 'ord_2' }), files('ord_2'));
  const foreign = { orderId: 'ord_m', ownerId: mallory.ownerId };
  world.orders.put(aPaidOrder({}, foreign), files('ord_m'));
  const { link } = await createLink(world, alice, 'ord_1', {});
  return { world, link, name: { orderId: 'ord_1', linkId: linkIdOf(link) } };
};

describe('a link by its id', () => {
  it.each([
    ['its owner', alice],
    ['an operator', admin],
  ])('is revoked by %s, without its token', async (_who, caller) => {
    const { world, name } = await aShop();
    await revokeLink(world, caller, name);
    expect(world.links.all[0]?.revokedAt).toBe(world.clock.now().toISOString());
  });

  it('is pointed at another order of its owner by an operator', async () => {
    const { world, name } = await aShop();
    await retargetLink(world, admin, name, { orderId: 'ord_2' });
    expect(world.links.all[0]?.orderId).toBe('ord_2');
  });

  it('is pointed at no order of another owner, even by an operator', async () => {
    const { world, name } = await aShop();
    const error = await errorOf(retargetLink(world, admin, name, { orderId: 'ord_m' }));
    expect(error).toMatchObject({ name: 'NotFound' });
  });

  it.each<[string, (shop: Awaited<ReturnType<typeof aShop>>) => [typeof alice, object]]>([
    ['a stranger', ({ name }) => [mallory, name]],
    ['another order', ({ name }) => [alice, { ...name, orderId: 'ord_2' }]],
    ['the bare hash', ({ name, link }) => [alice, { ...name, linkId: link.tokenHash }]],
    ['an id of another kind', ({ name }) => [alice, { ...name, linkId: 'upl_1' }]],
    ['no id', ({ name }) => [alice, { ...name, linkId: '' }]],
  ])('is unknown to %s', async (_who, how) => {
    const shop = await aShop();
    const [caller, name] = how(shop);
    expect(await errorOf(revokeLink(shop.world, caller, name as never))).toMatchObject({
      name: 'NotFound',
    });
    expect(shop.world.links.all).toEqual([shop.link]);
  });
});

describe('the links of an order', () => {
  it('are listed newest first, to its owner and to operators', async () => {
    const { world, link } = await aShop();
    world.clock.advance(1000);
    const { link: second } = await createLink(world, alice, 'ord_1', {});
    for (const caller of [alice, admin])
      expect(await listOrderLinks(world, caller, 'ord_1')).toEqual({ links: [second, link] });
    expect(await errorOf(listOrderLinks(world, mallory, 'ord_1'))).toMatchObject({
      name: 'NotFound',
    });
  });

  it('are 200 live ones at most', async () => {
    const { world } = await aShop();
    for (let made = 1; made < 200; made += 1) await createLink(world, alice, 'ord_1', {});
    const more = () => createLink(world, alice, 'ord_1', {});
    expect(await errorOf(more())).toMatchObject({ name: 'QuotaExceeded' });
    const [oldest] = (await listOrderLinks(world, alice, 'ord_1')).links;
    if (oldest) await revokeLink(world, alice, { orderId: 'ord_1', linkId: linkIdOf(oldest) });
    await expect(more()).resolves.toBeDefined();
  });

  it('are listed by their maker, page by page', async () => {
    const { world, link } = await aShop();
    world.clock.advance(1000);
    const { link: second } = await createLink(world, alice, 'ord_1', {});
    const query = { ownerId: alice.ownerId, limit: '1' };
    const { links, cursor } = await listMadeLinks(world, query);
    expect(links).toEqual([second]);
    expect((await listMadeLinks(world, { ...query, cursor })).links).toEqual([link]);
    const other = { ...query, ownerId: mallory.ownerId, cursor };
    expect(await errorOf(listMadeLinks(world, other))).toMatchObject({
      issues: [{ field: 'cursor' }],
    });
  });
});
