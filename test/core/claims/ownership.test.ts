import { describe, expect, it } from '@jest/globals';
import { NotFound } from '../../../core/errors.ts';
import { getOrder } from '../../../core/orders/get-order.ts';
import { visibleUpload } from '../../../core/uploads/reach-upload.ts';
import { aFile, anOrder, anUpload } from '../builders/records.ts';
import { alice, aWorld, errorOf, mallory } from '../builders/world.ts';

const inUse = () => {
  const world = aWorld();
  world.uploads.put(anUpload());
  world.orders.put(anOrder(), [aFile('photo')]);
  return world;
};

describe('a visible upload', () => {
  it('answers its owner', async () => {
    expect(await visibleUpload(inUse(), alice, 'upl_1')).toEqual(anUpload());
  });

  it('answers a stranger exactly as if there were none', async () => {
    const [foreign, missing] = [
      await errorOf(visibleUpload(inUse(), mallory, 'upl_1')),
      await errorOf(visibleUpload(aWorld(), mallory, 'upl_1')),
    ];
    expect(foreign).toBeInstanceOf(NotFound);
    expect([(foreign as NotFound).message, (foreign as NotFound).context]).toEqual([
      (missing as NotFound).message,
      (missing as NotFound).context,
    ]);
  });
});

describe('get order', () => {
  it('answers its owner, files included', async () => {
    expect(await getOrder(inUse(), alice, 'ord_1')).toEqual({
      order: anOrder(),
      files: [aFile('photo')],
    });
  });

  it('answers a stranger exactly as if there were none', async () => {
    const [foreign, missing] = [
      await errorOf(getOrder(inUse(), mallory, 'ord_1')),
      await errorOf(getOrder(aWorld(), mallory, 'ord_1')),
    ];
    expect(foreign).toBeInstanceOf(NotFound);
    expect([(foreign as NotFound).message, (foreign as NotFound).context]).toEqual([
      (missing as NotFound).message,
      (missing as NotFound).context,
    ]);
  });
});
