import { describe, expect, it } from '@jest/globals';
import { downloadOrderFile, downloadUpload } from '../../../core/delivery/download-file.ts';
import { aFile, anOrder, aPaidOrder, arrived, kept } from '../builders/records.ts';
import { aDeliveryWorld, admin, alice, errorOf, mallory } from '../builders/world.ts';

const anOrderedPhoto = () => {
  const world = aDeliveryWorld();
  const upload = kept(world, 'upl_photo');
  world.orders.put(aPaidOrder(), [aFile('photo'), aFile('audio')]);
  return { world, upload };
};

const photo = { orderId: 'ord_1', role: 'photo' };

describe('download an upload', () => {
  it('answers its owner', async () => {
    const world = aDeliveryWorld();
    arrived(world, 'upl_1');
    expect(await downloadUpload(world, alice, 'upl_1')).toMatchObject({
      source: 's3',
      url: expect.stringContaining('upl_1'),
    });
  });

  it('answers an operator, whoever the owner is', async () => {
    const world = aDeliveryWorld();
    kept(world, 'upl_1', { ownerId: 'legacy', source: 's3' });
    expect(await downloadUpload(world, admin, 'upl_1')).toMatchObject({ source: 'cloudfront' });
  });

  it('answers a stranger exactly as if there were none, and asks storage nothing', async () => {
    const world = aDeliveryWorld();
    arrived(world, 'upl_1');
    const foreign = await errorOf(downloadUpload(world, mallory, 'upl_1'));
    expect(foreign).toEqual(await errorOf(downloadUpload(aDeliveryWorld(), mallory, 'upl_1')));
    expect([world.objects.calls, world.signer.signed]).toEqual([[], []]);
  });
});

describe('download a file of an order', () => {
  it('answers its owner, wherever the file is now', async () => {
    const { world, upload } = anOrderedPhoto();
    await downloadOrderFile(world, alice, photo);
    expect(world.signer.signed[0]?.file).toMatchObject({ key: upload.key, permanent: true });
  });

  it('answers an operator', async () => {
    const { world } = anOrderedPhoto();
    await expect(downloadOrderFile(world, admin, photo)).resolves.toMatchObject({
      source: 'cloudfront',
    });
  });

  it('answers the owner of an order that is not paid yet: it is their file', async () => {
    const world = aDeliveryWorld();
    arrived(world, 'upl_photo');
    world.orders.put(anOrder(), [aFile('photo')]);
    await expect(downloadOrderFile(world, alice, photo)).resolves.toMatchObject({ source: 's3' });
  });

  it('answers a stranger exactly as if there were none', async () => {
    const { world } = anOrderedPhoto();
    const foreign = await errorOf(downloadOrderFile(world, mallory, photo));
    expect(foreign).toEqual(await errorOf(downloadOrderFile(aDeliveryWorld(), mallory, photo)));
    expect([world.objects.calls, world.signer.signed]).toEqual([[], []]);
  });

  it.each([
    ['a role the order has not', 'pdf'],
    ['a role whose upload is not on record', 'audio'],
  ])('knows no %s', async (_, role) => {
    const { world } = anOrderedPhoto();
    expect(
      await errorOf(downloadOrderFile(world, alice, { orderId: 'ord_1', role })),
    ).toMatchObject({
      name: 'NotFound',
      context: { what: 'file' },
    });
  });
});
