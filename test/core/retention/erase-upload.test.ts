import { describe, expect, it } from '@jest/globals';
import { downloadUpload } from '../../../core/delivery/download-file.ts';
import { createLink, retargetLink } from '../../../core/delivery/manage-links.ts';
import { NotFound, TransientFault, UploadInUse } from '../../../core/errors.ts';
import type { Order } from '../../../core/orders/model/order.ts';
import { eraseUpload } from '../../../core/retention/erase-upload.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import {
  aFile,
  aMigratingOrder,
  anOrder,
  aPaidOrder,
  arrived,
  aVerifiedFile,
  kept,
} from '../builders/records.ts';
import {
  aDeliveryWorld,
  alice,
  aWorld,
  errorOf,
  filesBucket,
  uploadsBucket,
  type World,
} from '../builders/world.ts';

const completed = aPaidOrder({ status: 'completed' }, { status: 'completed' });

/** A photo that waits in temporary storage, named in an order. */
const ordered = (order: Order): World => {
  const world = aWorld();
  arrived(world, 'upl_photo', { orderIds: ['ord_1'] });
  world.orders.put(order, [aFile('photo')]);
  return world;
};

/**
 * A photo that a completed order keeps, with the temporary version it was copied from and a copy
 * for another order.
 */
const keptForGood = () => {
  const world = aDeliveryWorld();
  arrived(world, 'upl_photo');
  const upload = kept(world, 'upl_photo', { orderIds: ['ord_1', 'ord_2'] });
  world.objects.put(filesBucket, 'photos/ord_2/upl_photo', 'bytes of upl_photo');
  world.orders.put(completed, [aVerifiedFile('photo'), aVerifiedFile('audio')]);
  world.orders.put({ ...completed, orderId: 'ord_2' }, [
    aVerifiedFile('photo', { orderId: 'ord_2', permanentKey: 'photos/ord_2/upl_photo' }),
  ]);
  return { world, upload };
};

const placesIn = ({ objects }: Pick<World, 'objects'>): string[] =>
  objects.all.map(({ bucket, key }) => `${bucket}/${key}`);

describe('erase upload', () => {
  it('removes the record and every version there is, in both kinds of storage', async () => {
    const { world } = keptForGood();
    await eraseUpload(world, 'upl_photo', 'usr_alice');
    expect(placesIn(world)).toEqual([]);
    expect(await world.uploads.find('upl_photo')).toBeUndefined();
  });

  it('looks where its first owner sent it, whoever claimed it since', async () => {
    const world = aWorld();
    arrived(world, 'upl_photo', { ownerId: 'ses_1' });
    kept(world, 'upl_photo', { ownerId: 'usr_alice', sessionId: 'ses_1' });
    await eraseUpload(world, 'upl_photo', 'usr_alice');
    expect(placesIn(world)).toEqual([]);
  });

  it('removes a copy that a promotion left behind when it died', async () => {
    const world = aWorld();
    arrived(world, 'upl_photo');
    world.objects.put(filesBucket, 'photos/promoted/upl_photo', 'bytes of upl_photo');
    await eraseUpload(world, 'upl_photo', 'usr_alice');
    expect(placesIn(world)).toEqual([]);
  });

  it('leaves what is not its own', async () => {
    const { world } = keptForGood();
    arrived(world, 'upl_other');
    world.objects.put(filesBucket, 'photos/ord_1/upl_photo2', 'of another');
    await eraseUpload(world, 'upl_photo', 'usr_alice');
    expect(placesIn(world).sort()).toEqual([
      `${filesBucket}/photos/ord_1/upl_photo2`,
      `${uploadsBucket}/temp/usr_alice/upl_other`,
    ]);
  });

  it('notes in the ledger what went, when and by whom', async () => {
    const { world } = keptForGood();
    await eraseUpload(world, 'upl_photo', 'usr_operator');
    expect(world.erasures.all).toEqual([
      {
        uploadId: 'upl_photo',
        ownerId: 'usr_alice',
        category: 'photo',
        versions: 3,
        bytes: 3 * 'bytes of upl_photo'.length,
        erasedAt: '2030-01-01T00:00:00.000Z',
        erasedBy: 'usr_operator',
      },
    ]);
  });

  it('revokes the links to it, and leaves those to other files and to the whole order', async () => {
    const { world } = keptForGood();
    for (const role of ['photo', 'audio', undefined])
      await createLink(world, alice, 'ord_1', role ? { role } : {});
    await eraseUpload(world, 'upl_photo', 'usr_alice');
    expect(world.links.all.map(({ role, revokedAt }) => [role, revokedAt !== undefined])).toEqual([
      ['photo', true],
      ['audio', false],
      [undefined, false],
    ]);
  });

  it('leaves a printed link that is pointed at another file meanwhile', async () => {
    const { world } = keptForGood();
    const { token } = await createLink(world, alice, 'ord_1', { role: 'photo' });
    const links = {
      ofOrder: async (orderId: string) => {
        const found = await world.links.ofOrder(orderId);
        await retargetLink(world, alice, token, { orderId: 'ord_1', role: 'audio' });
        return found;
      },
      replace: world.links.replace.bind(world.links),
    };
    await eraseUpload({ ...world, links }, 'upl_photo', 'usr_alice');
    expect(world.links.all).toMatchObject([{ role: 'audio' }]);
    expect(world.links.all[0]?.revokedAt).toBeUndefined();
  });

  it.each([aPaidOrder(), aMigratingOrder(), aPaidOrder({ status: 'compensating' })])(
    'refuses while an order that is paid and not settled needs it ($migration.status)',
    async (order) => {
      const world = ordered(order);
      expect(await errorOf(eraseUpload(world, 'upl_photo', 'usr_alice'))).toBeInstanceOf(
        UploadInUse,
      );
      expect(await world.uploads.find('upl_photo')).toMatchObject({ status: 'uploaded' });
      expect((await world.uploads.find('upl_photo'))?.removal).toBeUndefined();
      expect(placesIn(world)).toHaveLength(1);
    },
  );

  it('refuses while a running job needs it', async () => {
    const world = aWorld();
    arrived(world, 'upl_photo', { jobIds: ['job_1'] });
    world.jobs.put({
      jobId: 'job_1',
      ownerId: 'usr_alice',
      title: 'cut',
      inputs: { video: 'upl_photo' },
      onFinish: { inputs: 'keep', outputs: 'keep' },
      status: 'running',
      announcements: [],
      createdAt: '2030-01-01T00:00:00.000Z',
      updatedAt: '2030-01-01T00:00:00.000Z',
      revision: 0,
    });
    expect(await errorOf(eraseUpload(world, 'upl_photo', 'usr_alice'))).toBeInstanceOf(UploadInUse);
  });

  it('leaves the mark of an erasure under way, also when the order is paid meanwhile', async () => {
    const world = ordered(anOrder());
    let second: unknown;
    let mark: unknown;
    const objects = {
      versions: world.objects.versions.bind(world.objects),
      removeAll: async (bucket: string, key: string) => {
        if (second === undefined) {
          world.orders.put(aPaidOrder(), [aFile('photo')]);
          second = await errorOf(eraseUpload(world, 'upl_photo', 'usr_alice'));
          mark = (await world.uploads.find('upl_photo'))?.removal;
        }
        return world.objects.removeAll(bucket, key);
      },
    };
    await eraseUpload({ ...world, objects }, 'upl_photo', 'usr_alice');
    expect([second, mark]).toEqual([
      expect.any(UploadInUse),
      expect.objectContaining({ as: 'erased' }),
    ]);
    expect([placesIn(world), await world.uploads.find('upl_photo')]).toEqual([[], undefined]);
  });

  it.each([anOrder(), completed])(
    'a customer may erase what nobody paid for, and what was delivered ($status)',
    async (order) => {
      const world = ordered(order);
      await eraseUpload(world, 'upl_photo', 'usr_alice');
      expect(placesIn(world)).toEqual([]);
    },
  );

  it('is no error the second time, and unknown ids are', async () => {
    const { world } = keptForGood();
    await eraseUpload(world, 'upl_photo', 'usr_alice');
    await eraseUpload(world, 'upl_photo', 'usr_mallory');
    expect(world.erasures.all[0]?.erasedBy).toBe('usr_alice');
    expect(await errorOf(eraseUpload(world, 'upl_none', 'usr_alice'))).toBeInstanceOf(NotFound);
  });

  it('serves nothing of it from the first moment on', async () => {
    const { world } = keptForGood();
    const objects = faulty(world.objects, (operation) =>
      operation === 'removeAll' ? 'before' : undefined,
    );
    await errorOf(eraseUpload({ ...world, objects }, 'upl_photo', 'usr_alice'));
    expect(placesIn(world)).toHaveLength(3);
    expect(await errorOf(downloadUpload(world, alice, 'upl_photo'))).toMatchObject({
      name: 'Gone',
    });
  });

  it('interrupted at any call, it is finished by the next', async () => {
    for (let broken = 0; broken < 60; broken++) {
      for (const fault of ['before', 'after'] as const) {
        const { world } = keptForGood();
        await createLink(world, alice, 'ord_1', { role: 'photo' });
        let call = 0;
        const shaky = <Port extends object>(port: Port): Port =>
          faulty(port, () => (call++ === broken ? fault : undefined));
        const { uploads, orders, links, objects, erasures } = world;
        const ports = {
          uploads: shaky(uploads),
          orders: shaky(orders),
          links: shaky(links),
          objects: shaky(objects),
          erasures: shaky(erasures),
        };
        await eraseUpload({ ...world, ...ports }, 'upl_photo', 'usr_alice').catch((error) =>
          expect(error).toBeInstanceOf(TransientFault),
        );
        await eraseUpload(world, 'upl_photo', 'usr_alice');
        expect([
          placesIn(world),
          await world.uploads.find('upl_photo'),
          world.erasures.all.length,
        ]).toEqual([[], undefined, 1]);
        expect(world.links.all.every(({ revokedAt }) => revokedAt !== undefined)).toBe(true);
      }
    }
  });
});
