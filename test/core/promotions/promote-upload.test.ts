import { describe, expect, it } from '@jest/globals';
import { FilesNotVerified, SourceMissing, TransientFault } from '../../../core/errors.ts';
import { promoteUpload } from '../../../core/promotions/promote-upload.ts';
import { eraseUpload } from '../../../core/retention/erase-upload.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import type { KeptChecksum } from '../../fakes/storage/memory-objects.ts';
import { anUpload, arrived } from '../builders/records.ts';
import {
  aWorld,
  errorOf,
  filesBucket,
  keptVersions,
  uploadsBucket,
  type World,
} from '../builders/world.ts';

const place = { bucket: filesBucket, key: 'photos/promoted/upl_1' };

const aHouse = (checksum: KeptChecksum = 'sha256') => {
  const world = aWorld();
  world.objects.copyChecksum = checksum;
  arrived(world, 'upl_1', { checksum });
  return world;
};

const record = ({ uploads }: World) => uploads.find('upl_1');

/**
 * The same world; another call is faster before the first call of that operation on the registry.
 */
const overtaken = (world: World, operation: string, act: () => unknown): World => {
  let done = false;
  const uploads = faulty(world.uploads, (name) => {
    if (name === operation && !done) {
      done = true;
      act();
    }
    return undefined;
  });
  return { ...world, uploads };
};

/** An order's copy, and the record pointed at it. */
const orderCommitted = (world: World) => {
  const key = 'photos/ord_1/upl_1';
  const { versionId } = world.objects.put(filesBucket, key, 'bytes of upl_1');
  world.uploads.repoint(
    { uploadId: 'upl_1', bucket: filesBucket, key, versionId },
    '2030-01-01T00:00:00.000Z',
  );
  return { key, versionId };
};

describe('promote an upload', () => {
  it.each<KeptChecksum>(['sha256', 'crc64nvme', 'none'])(
    'copies, proves (%s) and points the record at the copy',
    async (checksum) => {
      const world = aHouse(checksum);
      expect(await promoteUpload(world, 'upl_1')).toBe('promoted');
      expect(await record(world)).toMatchObject({
        status: 'permanent',
        ...place,
        promotedKey: place.key,
      });
      expect(await record(world)).not.toHaveProperty('etag');
      expect(keptVersions(world)).toHaveLength(1);
    },
  );

  it('leaves the temporary bytes to the bucket’s lifecycle', async () => {
    const world = aHouse();
    await promoteUpload(world, 'upl_1');
    expect(world.objects.all.filter(({ bucket }) => bucket === uploadsBucket)).toHaveLength(1);
  });

  it('is done once', async () => {
    const world = aHouse();
    await promoteUpload(world, 'upl_1');
    const first = await record(world);
    expect(await promoteUpload(world, 'upl_1')).toBe('kept');
    expect(await record(world)).toEqual(first);
  });

  it.each(['copy', 'head', 'save', 'find'])(
    'is finished by the next try, whenever a %s fails',
    async (operation) => {
      for (const fault of ['before', 'after'] as const)
        for (let nth = 0; nth < 4; nth += 1) {
          const world = aHouse();
          let calls = 0;
          const decide = (name: string) =>
            name === operation && calls++ === nth ? fault : undefined;
          await promoteUpload(
            {
              ...world,
              uploads: faulty(world.uploads, decide),
              objects: faulty(world.objects, decide),
            },
            'upl_1',
          ).catch(() => {});
          await promoteUpload(world, 'upl_1');
          expect([(await record(world))?.status, keptVersions(world).length]).toEqual([
            'permanent',
            1,
          ]);
        }
    },
  );

  it('removes the copy of a file that was found infected after a crash', async () => {
    const world = aHouse();
    const objects = faulty(world.objects, (operation) =>
      operation === 'copy' ? 'after' : undefined,
    );
    await errorOf(promoteUpload({ ...world, objects }, 'upl_1'));
    expect(keptVersions(world)).toHaveLength(1);
    const upload = (await record(world)) as Upload;
    world.uploads.put({ ...upload, status: 'quarantined', quarantineReason: 'it is infected' });
    expect(await promoteUpload(world, 'upl_1')).toBe('unavailable');
    expect(keptVersions(world)).toEqual([]);
    expect(await record(world)).toMatchObject({ status: 'quarantined' });
  });

  it('removes its copy when that cannot be proven, and says so', async () => {
    const world = aHouse();
    const objects = faulty(world.objects, (operation) => {
      if (operation === 'head' && keptVersions(world).length > 0)
        world.objects.corrupt(place, 'bytes of upl_X');
      return undefined;
    });
    expect(await errorOf(promoteUpload({ ...world, objects }, 'upl_1'))).toBeInstanceOf(
      FilesNotVerified,
    );
    expect([(await record(world))?.status, keptVersions(world)]).toEqual(['uploaded', []]);
  });

  it('never overwrites: what somebody else keeps there stays, and the upload stays temporary', async () => {
    const world = aHouse();
    world.objects.put(place.bucket, place.key, 'something else', {
      metadata: { 'keepsake-owner': 'usr_mallory' },
    });
    const there = keptVersions(world);
    expect(await errorOf(promoteUpload(world, 'upl_1'))).toBeInstanceOf(FilesNotVerified);
    expect([(await record(world))?.status, keptVersions(world)]).toEqual(['uploaded', there]);
  });

  it('takes its own copy back when an order was faster', async () => {
    const world = aHouse();
    const ordered = { bucket: filesBucket, key: 'photos/ord_1/upl_1', versionId: 'v-of-the-order' };
    const race = overtaken(world, 'save', () =>
      world.uploads.repoint({ uploadId: 'upl_1', ...ordered }, '2030-01-01T00:00:00.000Z'),
    );
    expect(await promoteUpload(race, 'upl_1')).toBe('kept');
    expect(await record(world)).toMatchObject(ordered);
    expect(keptVersions(world)).toEqual([]);
  });

  it('takes its own copy back when the upload is gone', async () => {
    const world = aHouse();
    const race = overtaken(world, 'save', () => world.uploads.remove('upl_1'));
    expect([await promoteUpload(race, 'upl_1'), keptVersions(world)]).toEqual(['unavailable', []]);
  });

  it.each(['expired', 'erased'] as const)(
    'decides nothing while a mark says %s: it may be called off',
    async (as) => {
      const world = aHouse();
      const found = (await record(world)) ?? anUpload();
      const put = (revision: number, removal?: Upload['removal']) =>
        world.uploads.put({ ...found, revision, ...(removal && { removal }) });
      const marked = overtaken(world, 'save', () => put(5, { as, at: '', by: '' }));
      expect(await errorOf(promoteUpload(marked, 'upl_1'))).toBeInstanceOf(TransientFault);
      expect(await errorOf(promoteUpload(world, 'upl_1'))).toBeInstanceOf(TransientFault);
      expect(keptVersions(world)).toHaveLength(1);
      put(6);
      expect([await promoteUpload(world, 'upl_1'), keptVersions(world).length]).toEqual([
        'promoted',
        1,
      ]);
    },
  );

  it('has nothing to do for what is marked, as long as nothing was copied', async () => {
    const world = aHouse();
    world.uploads.put(anUpload({ status: 'uploaded', removal: { as: 'erased', at: '', by: '' } }));
    expect([await promoteUpload(world, 'upl_1'), keptVersions(world)]).toEqual(['unavailable', []]);
  });

  it('is delivered again after an order was faster than one that died: its copy goes, the order’s stays', async () => {
    const world = aHouse();
    const dying = faulty(world.uploads, (operation) =>
      operation === 'save' ? 'before' : undefined,
    );
    await errorOf(promoteUpload({ ...world, uploads: dying }, 'upl_1'));
    expect(keptVersions(world)).toHaveLength(1);
    const ordered = orderCommitted(world);
    expect(await promoteUpload(world, 'upl_1')).toBe('kept');
    expect(keptVersions(world)).toEqual([`photos/ord_1/upl_1@${ordered.versionId}`]);
  });

  it('is delivered again after an order pointed the record elsewhere: what the registry still knows as promoted stays', async () => {
    const world = aHouse();
    await promoteUpload(world, 'upl_1');
    orderCommitted(world);
    expect(await promoteUpload(world, 'upl_1')).toBe('kept');
    expect(keptVersions(world)).toHaveLength(2);
  });

  it('is delivered again after the upload expired: what one that died left goes', async () => {
    const world = aHouse();
    const dying = faulty(world.uploads, (operation) =>
      operation === 'save' ? 'before' : undefined,
    );
    await errorOf(promoteUpload({ ...world, uploads: dying }, 'upl_1'));
    world.uploads.put({ ...anUpload(), revision: 9, status: 'expired' });
    expect([await promoteUpload(world, 'upl_1'), keptVersions(world)]).toEqual(['unavailable', []]);
  });

  it('says that the bytes are gone', async () => {
    const world = aHouse();
    await world.objects.removeVersion({
      bucket: uploadsBucket,
      key: 'temp/usr_alice/upl_1',
      versionId: 'v1',
    });
    expect(await errorOf(promoteUpload(world, 'upl_1'))).toBeInstanceOf(SourceMissing);
  });

  it('is erased everywhere, also after an order pointed the record at another copy', async () => {
    const world = aHouse();
    await promoteUpload(world, 'upl_1');
    orderCommitted(world);
    await eraseUpload(world, 'upl_1', 'usr_alice');
    expect(world.objects.all).toEqual([]);
  });
});
