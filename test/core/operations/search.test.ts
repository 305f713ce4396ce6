import { beforeEach, describe, expect, it } from '@jest/globals';
import { createBatch } from '../../../core/bulk/create-batch.ts';
import { createLink } from '../../../core/delivery/manage-links.ts';
import { linkIdOf } from '../../../core/delivery/model/link.ts';
import { search } from '../../../core/operations/search.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { MemoryOrderLists } from '../../fakes/orders/memory-order-lists.ts';
import { aFile, aPaidOrder, arrived } from '../builders/records.ts';
import { inStage } from '../builders/stage-plan.ts';
import { aDeliveryWorld, alice, errorOf } from '../builders/world.ts';

const aShop = () => {
  const world = aDeliveryWorld();
  return {
    ...world,
    lists: new MemoryOrderLists(world.orders),
    batches: new MemoryBatches(world.clock),
  };
};

let shop: ReturnType<typeof aShop>;
beforeEach(() => {
  shop = aShop();
  shop.orders.put(aPaidOrder(), [aFile('photo')]);
  arrived(shop, 'upl_1', { legacyPath: 'old/a.jpg' });
});

const found = async (query: string) => (await search(shop, { query })).matches;

describe('search', () => {
  it.each([
    ['an order', 'ord_1', [{ kind: 'order', id: 'ord_1', by: 'id' }]],
    ['an upload', ' upl_1 ', [{ kind: 'upload', id: 'upl_1', by: 'id' }]],
    ['a payment', 'pay_1', [{ kind: 'order', id: 'ord_1', by: 'payment' }]],
    ['an old path', '/old/a.jpg', [{ kind: 'upload', id: 'upl_1', by: 'path' }]],
    ['an owner', 'usr_alice', [{ kind: 'owner', id: 'usr_alice', by: 'id' }]],
    ['the subject of an owner’s token', 'alice', [{ kind: 'owner', id: 'usr_alice', by: 'id' }]],
  ])('finds %s', async (_what, query, matches) => {
    expect(await found(query)).toEqual(matches);
  });

  it('finds a permanent file by its key, with or without its bucket', async () => {
    const upload = await shop.uploads.find('upl_1');
    if (!upload) throw new Error('upl_1 was put');
    shop.uploads.put({ ...upload, key: 'photos/ord_1/upl_1' });
    const match = [{ kind: 'upload', id: 'upl_1', by: 'key' }];
    expect(await found('photos/ord_1/upl_1')).toEqual(match);
    expect(await found('s3://files/photos/ord_1/upl_1')).toEqual(match);
    expect(await found('photos/ord_2/upl_1')).toEqual([]);
  });

  it('finds a link by its id, its token and its address, and tells no token', async () => {
    const { token, link } = await createLink(shop, alice, 'ord_1', {});
    const match = { kind: 'link', id: linkIdOf(link), orderId: 'ord_1' };
    expect(await found(linkIdOf(link))).toEqual([{ ...match, by: 'id' }]);
    for (const text of [
      token,
      `https://a.example/l/${token}`,
      `https://a.example/l/${token}/qr.svg`,
    ])
      expect(await found(text)).toEqual([{ ...match, by: 'token' }]);
    expect(await found(link.tokenHash)).toEqual([]);
  });

  it.each(['ü', 'a'.repeat(257)])('asks for no owner whom no token names: %#', async (query) => {
    const asked: unknown[] = [];
    shop.lists.matching = async (filter) => {
      asked.push(filter);
      return { items: [] };
    };
    expect(await found(query)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('finds a batch', async () => {
    const plan = inStage();
    const batch = { batchId: 'bat_1', plan, dryRun: false, createdBy: 'usr_admin', shards: 1 };
    await createBatch(shop, batch);
    expect(await found('bat_1')).toEqual([{ kind: 'batch', id: 'bat_1', by: 'id' }]);
  });

  it.each(['ord_9', 'upl_', '../..', '%2e%2e', '\u202eord_1', '/', 'lnk_0', '{"a":1}', "' OR 1=1"])(
    'finds nothing for %j',
    async (query) => {
      expect(await found(query)).toEqual([]);
    },
  );

  it.each(['', '   ', 'x'.repeat(1101), '\ud800', 7, null, undefined, ['ord_1']])(
    'refuses %j',
    async (query) => {
      expect(await errorOf(search(shop, { query }))).toMatchObject({
        name: 'InvalidInput',
        issues: [{ field: 'query' }],
      });
    },
  );
});
