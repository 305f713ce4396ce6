import { describe, expect, it } from '@jest/globals';
import { followLink } from '../../../core/delivery/follow-link.ts';
import { retargetLink } from '../../../core/delivery/manage-links.ts';
import type { Links } from '../../../core/delivery/ports.ts';
import { TransientFault } from '../../../core/errors.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aFile, anUpload, aPaidOrder, arrived, kept } from '../builders/records.ts';
import { aLink, aShop, watched } from '../builders/shop.ts';
import { aDeliveryWorld, alice, type DeliveryWorld } from '../builders/world.ts';

const day = 86_400_000;

const followFiles = async (...asked: Parameters<typeof followLink>) =>
  (await followLink(...asked)).files;

const rolesOf = (files: { role: string }[]): string[] => files.map(({ role }) => role).sort();

describe('follow a link', () => {
  it('leads to one file', async () => {
    const world = aShop();
    expect(await followFiles(world, await aLink(world, { role: 'audio' }))).toEqual([
      {
        role: 'audio',
        fileName: 'audio.bin',
        contentType: 'image/jpeg',
        sizeBytes: expect.any(Number),
        source: 'cloudfront',
        url: expect.stringContaining('upl_audio'),
        expiresAt: '2030-01-01T00:05:00.000Z',
      },
    ]);
  });

  it('leads to every file of an order', async () => {
    const world = aShop();
    expect(rolesOf(await followFiles(world, await aLink(world)))).toEqual(['audio', 'photo']);
  });

  it('lists the files as the customer named them, and says when the link ends', async () => {
    const world = aShop([aFile('audio', { position: 1 }), aFile('photo', { position: 0 })]);
    const { files, expiresAt } = await followLink(world, await aLink(world));
    expect(files.map(({ role }) => role)).toEqual(['photo', 'audio']);
    expect(expiresAt).toBe(world.links.all[0]?.expiresAt);
  });

  it('works from the payment on, before the files have moved', async () => {
    const world = aDeliveryWorld();
    arrived(world, 'upl_photo');
    world.orders.put(aPaidOrder(), [aFile('photo')]);
    expect(await followFiles(world, await aLink(world))).toMatchObject([{ source: 's3' }]);
  });

  it('leaves out what the order left out', async () => {
    const world = aShop([aFile('photo'), aFile('audio', { status: 'skipped', required: false })]);
    expect(rolesOf(await followFiles(world, await aLink(world)))).toEqual(['photo']);
  });

  it('leads where it was pointed last', async () => {
    const world = aShop();
    const token = await aLink(world, { role: 'photo' });
    await retargetLink(world, alice, token, { orderId: 'ord_1', role: 'audio' });
    expect(rolesOf(await followFiles(world, token))).toEqual(['audio']);
  });

  it('lives until its last millisecond, and outlives every upload’s expiry', async () => {
    const world = aShop();
    const token = await aLink(world);
    world.clock.set('2034-12-31T23:59:59.999Z');
    await expect(followFiles(world, token)).resolves.toHaveLength(2);
  });
});

describe('a link survives', () => {
  it('a move to another bucket', async () => {
    const world = aShop();
    const token = await aLink(world, { role: 'photo' });
    await followFiles(world, token);
    kept(world, 'upl_photo', { bucket: 'another-bucket', key: 'elsewhere/upl_photo' });
    const [file] = await followFiles(world, token);
    expect(file?.url).toMatch(/^https:\/\/another-bucket\.delivery\.test\/elsewhere\/upl_photo/);
  });

  it('a file encoded again under another name and type', async () => {
    const world = aShop();
    const token = await aLink(world, { role: 'audio' });
    kept(world, 'upl_audio_2', { fileName: 'song.m4a', contentType: 'audio/mp4' });
    world.orders.put(aPaidOrder({}, { status: 'completed' }), [
      aFile('audio', { uploadId: 'upl_audio_2' }),
    ]);
    expect(await followFiles(world, token)).toMatchObject([
      { role: 'audio', fileName: 'song.m4a', contentType: 'audio/mp4' },
    ]);
  });

  it('a change of who signs: every visit gets a signature of its own', async () => {
    const world = aShop();
    const token = await aLink(world, { role: 'photo' });
    await followFiles(world, token);
    const signer = {
      sign: async () => ({
        url: 'https://cdn.example.com/x?Key-Pair-Id=K2',
        source: 'cloudfront' as const,
      }),
    };
    expect(await followFiles({ ...world, signer }, token)).toMatchObject([
      { url: expect.stringContaining('K2') },
    ]);
  });

  it('the loss of one of its files: the others are still there', async () => {
    const world = aShop();
    const { bucket, key, versionId = '' } = (await world.uploads.find('upl_audio')) ?? anUpload();
    await world.objects.removeVersion({ bucket, key, versionId });
    expect(rolesOf(await followFiles(world, await aLink(world)))).toEqual(['photo']);
  });

  it('an upload that is no longer on record', async () => {
    const world = aShop();
    world.uploads.remove('upl_audio');
    expect(rolesOf(await followFiles(world, await aLink(world)))).toEqual(['photo']);
  });
});

describe('the use of a link', () => {
  const touches = async (world: DeliveryWorld, token: string): Promise<number> => {
    const { calls, deps } = watched(world);
    await followFiles(deps, token);
    return calls.filter((call) => call === 'links.touch').length;
  };

  it('is noted by the day', async () => {
    const world = aShop();
    await followFiles(world, await aLink(world));
    expect(world.links.all).toMatchObject([{ lastUsedOn: '2030-01-01' }]);
  });

  it('is written once a day at most', async () => {
    const world = aShop();
    const token = await aLink(world);
    const counts = [await touches(world, token), await touches(world, token)];
    world.clock.advance(day - 1);
    counts.push(await touches(world, token));
    world.clock.advance(1);
    counts.push(await touches(world, token));
    expect(counts).toEqual([1, 0, 0, 1]);
  });

  it('is let go when it cannot be noted now: the visitor gets their file', async () => {
    const world = aShop();
    const token = await aLink(world);
    const links = faulty(world.links, (operation) =>
      operation === 'touch' ? 'before' : undefined,
    );
    await expect(followFiles({ ...world, links }, token)).resolves.toHaveLength(2);
  });

  it('is not let go when noting it is a mistake of ours', async () => {
    const world = aShop();
    const token = await aLink(world);
    const links: Pick<Links, 'find' | 'touch'> = {
      find: (tokenHash) => world.links.find(tokenHash),
      touch: () => Promise.reject(new Error('no permission')),
    };
    await expect(followFiles({ ...world, links }, token)).rejects.toThrow('no permission');
  });
});

describe('a fault on the way', () => {
  it.each(['links', 'orders', 'uploads', 'objects', 'signer'] as const)(
    'in %s is told, never taken for a missing file',
    async (port) => {
      const world = aShop();
      const token = await aLink(world);
      const broken = {
        ...world,
        [port]: faulty(world[port] as object, () => 'before'),
      } as DeliveryWorld;
      await expect(followFiles(broken, token)).rejects.toThrow(TransientFault);
    },
  );

  it('with one of several files is told: half a page would look like all there is', async () => {
    const world = aShop();
    const token = await aLink(world);
    const signer = {
      sign: async ({ key }: { key: string }) =>
        key.includes('audio')
          ? Promise.reject(new TransientFault('busy'))
          : { url: 'https://x.test', source: 's3' as const },
    };
    await expect(followFiles({ ...world, signer }, token)).rejects.toThrow(TransientFault);
  });
});
