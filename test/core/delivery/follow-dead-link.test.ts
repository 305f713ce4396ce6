import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { followLink } from '../../../core/delivery/follow-link.ts';
import { revokeLink } from '../../../core/delivery/manage-links.ts';
import type { Order } from '../../../core/orders/model/order.ts';
import { anyText } from '../../fuzz/any-text.ts';
import { aFile, anUpload, aPaidOrder } from '../builders/records.ts';
import { aLink, aShop, watched } from '../builders/shop.ts';
import { aDeliveryWorld, alice, type DeliveryWorld, errorOf } from '../builders/world.ts';

const day = 86_400_000;

const becomes = async (world: DeliveryWorld, status: Order['status']): Promise<void> => {
  const found = await world.orders.find('ord_1');
  if (found) world.orders.put({ ...found.order, status }, found.files);
};

describe('a link that leads nowhere', () => {
  const dead: [string, (world: DeliveryWorld) => Promise<string>][] = [
    ['unknown', async () => 'AAAAAAAAAAAAAAAAAAAAAA'],
    [
      'revoked',
      async (world) => {
        const token = await aLink(world);
        await revokeLink(world, alice, token);
        return token;
      },
    ],
    [
      'expired',
      async (world) => {
        const token = await aLink(world, { days: 1 });
        world.clock.advance(day);
        return token;
      },
    ],
    [
      'to a refunded order',
      async (world) => {
        const token = await aLink(world);
        await becomes(world, 'refund_requested');
        return token;
      },
    ],
  ];

  it.each(dead)('and is %s answers like every other', async (_, make) => {
    const world = aShop();
    const error = await errorOf(followLink(world, await make(world)));
    expect(error).toEqual(await errorOf(followLink(aDeliveryWorld(), 'invented')));
    expect(error).toMatchObject({
      name: 'NotFound',
      message: expect.not.stringMatching(/ord_1|revoked|expired|refund/),
    });
  });

  it.each(dead)('and is %s takes the calls every other takes', async (_, make) => {
    const world = aShop();
    const token = await make(world);
    const { calls, deps } = watched(world);
    await errorOf(followLink(deps, token));
    expect(calls).toEqual(['links.find', 'orders.find']);
  });

  it('is found by no token that somebody could make up', async () => {
    const world = aShop();
    await aLink(world);
    await fc.assert(
      fc.asyncProperty(anyText(), async (token) => {
        expect(await errorOf(followLink(world, token))).toMatchObject({ name: 'NotFound' });
      }),
    );
  });

  it('is not opened by the hash that is stored', async () => {
    const world = aShop();
    await aLink(world);
    expect(await errorOf(followLink(world, world.links.all[0]?.tokenHash ?? ''))).toMatchObject({
      name: 'NotFound',
    });
  });

  it('is one whose role the order no longer has', async () => {
    const world = aShop();
    const token = await aLink(world, { role: 'audio' });
    world.orders.put(aPaidOrder({}, { status: 'completed' }), [aFile('photo')]);
    expect(await errorOf(followLink(world, token))).toEqual(
      await errorOf(followLink(world, 'invented')),
    );
  });

  it('says gone when its file is, and notes no use', async () => {
    const world = aShop();
    const token = await aLink(world, { role: 'photo' });
    world.uploads.put(anUpload({ uploadId: 'upl_photo', status: 'quarantined' }));
    expect(await errorOf(followLink(world, token))).toMatchObject({
      name: 'Gone',
      context: { uploadId: 'upl_photo' },
    });
    expect(world.links.all[0]).not.toHaveProperty('lastUsedOn');
  });
});
