import { describe, expect, it } from '@jest/globals';
import { SourceMissing } from '../../../core/errors.ts';
import { checkIntegrity, type DamagedFile } from '../../../core/operations/check-integrity.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import type { KeptChecksum } from '../../fakes/storage/memory-objects.ts';
import { putPermanent, soundBytes } from '../builders/integrity.ts';
import { sha256 } from '../builders/records.ts';
import { aWorld, filesBucket, keptVersions, type World } from '../builders/world.ts';

const bytes = soundBytes;

type How = Partial<Parameters<typeof checkIntegrity>[1]> & {
  objects?: Pick<World['objects'], 'head' | 'sha256'>;
};

const look = async (world: World, entries: Upload[], { objects, ...how }: How = {}) => {
  const found: DamagedFile[] = [];
  const registered = {
    pages: async function* () {
      yield { uploads: entries, unreadable: [] };
    },
  };
  const report = await checkIntegrity(
    { ...world, registered, filesBucket, ...(objects && { objects }) },
    {
      prefix: '',
      part: { part: 1, of: 1 },
      onDamage: (one) => found.push(one),
      onUnreadable: () => undefined,
      ...how,
    },
  );
  return { report, found: found.map(({ uploadId, kind }) => `${uploadId}: ${kind}`), why: found };
};

const remove = async ({ objects }: World, { key, versionId = 'none' }: Upload): Promise<void> =>
  objects.removeVersion({ bucket: filesBucket, key, versionId });

describe('the integrity of permanent files', () => {
  it('misses no file that an older system still has', async () => {
    const world = aWorld();
    const registered = putPermanent(world, 'upl_1', { source: 'local', legacyPath: 'a.jpg' });
    await remove(world, registered);
    const { versionId: _none, sha256: _unknown, ...whereItLies } = registered;
    expect(await look(world, [whereItLies])).toMatchObject({ report: { files: 0 }, found: [] });
  });

  it('finds nothing wrong with files as they were kept, and reads none of them', async () => {
    const world = aWorld();
    const { report, found } = await look(world, [
      putPermanent(world, 'upl_1'),
      putPermanent(world, 'upl_2'),
    ]);
    expect([report, found]).toMatchObject([{ files: 2, intact: 2, readBytes: 0 }, []]);
    expect(world.objects.calls.map(({ operation }) => operation)).not.toContain('sha256');
  });

  it.each([
    ['other bytes of the same size', 'THE BYTES', 'changed'],
    ['fewer bytes', 'the', 'changed'],
  ])('finds %s', async (_, stored, kind) => {
    const world = aWorld();
    const damaged = await look(world, [putPermanent(world, 'upl_1', { stored })]);
    expect(damaged.found).toEqual([`upl_1: ${kind}`]);
  });

  it('finds a deleted version, and says which', async () => {
    const world = aWorld();
    const upload = putPermanent(world, 'upl_1');
    await remove(world, upload);
    const { found, why } = await look(world, [upload]);
    expect(found).toEqual(['upl_1: missing']);
    expect(why[0]?.why).toBe(`storage has no version ${upload.versionId}`);
  });

  it('finds an object that was put over the file, because it is served', async () => {
    const world = aWorld();
    const upload = putPermanent(world, 'upl_1');
    const swapped = world.objects.put(filesBucket, upload.key, 'other bytes');
    const { found, why } = await look(world, [upload]);
    expect(found).toEqual(['upl_1: hidden']);
    expect(why[0]?.why).toBe(`version ${swapped.versionId} is served in its place`);
  });

  it('finds a delete marker over the file', async () => {
    const world = aWorld();
    const upload = putPermanent(world, 'upl_1');
    const head: World['objects']['head'] = async (ref) =>
      ref.versionId === undefined ? undefined : world.objects.head(ref);
    const objects = { head, sha256: world.objects.sha256 };
    const { why } = await look(world, [upload], { objects });
    expect(why).toMatchObject([{ kind: 'hidden', why: 'a delete marker hides the file' }]);
  });

  it.each<[KeptChecksum, string]>([
    ['none', 'unproven'],
    ['crc64nvme', 'unproven'],
    ['sha256', 'all'],
  ])('finds rot by reading, where storage keeps %s', async (checksum, reading) => {
    const world = aWorld();
    const [sound, rotten] = [
      putPermanent(world, 'upl_1', { checksum }),
      putPermanent(world, 'upl_2', { checksum }),
    ];
    const objects = {
      head: world.objects.head.bind(world.objects),
      sha256: async ({ key }: { key: string }) =>
        sha256(key === rotten.key ? 'the rotten bytes' : bytes),
    };
    const entries = [sound, rotten];
    expect((await look(world, entries, { objects })).found).toEqual([]);
    const read = reading === 'all' ? 'all' : 'unproven';
    const { report, found } = await look(world, entries, { objects, read });
    expect(found).toEqual(['upl_2: changed']);
    expect(report).toMatchObject({ intact: 1, unproven: 0, readBytes: 2 * bytes.length });
  });

  it('says beforehand how much there is to read', async () => {
    const world = aWorld();
    const entries = [
      putPermanent(world, 'upl_1', { checksum: 'none' }),
      putPermanent(world, 'upl_2'),
    ];
    expect((await look(world, entries)).report).toMatchObject({
      intact: 1,
      unproven: 1,
      unprovenBytes: bytes.length,
      readBytes: 0,
    });
  });

  it('counts files without a SHA-256 on record, and reads none of them', async () => {
    const world = aWorld();
    const { sha256: _none, ...upload } = putPermanent(world, 'upl_1');
    const { report } = await look(world, [upload], { read: 'all' });
    expect(report).toMatchObject({ files: 1, unknown: 1, readBytes: 0 });
  });

  it.each([
    ['erased', { status: 'expired' }],
    ['being erased', { removal: { as: 'erased', at: '2030-01-01T00:00:00.000Z', by: 'x' } }],
    ['moved', { key: 'elsewhere' }],
  ] as const)('says nothing of a file that is %s meanwhile', async (_, change) => {
    const world = aWorld();
    const upload = putPermanent(world, 'upl_1');
    await remove(world, upload);
    world.uploads.put({ ...upload, ...change } as Upload);
    expect((await look(world, [upload])).report).toMatchObject({ files: 0, missing: 0 });
  });

  it('tells a file that vanishes between look and reading as missing', async () => {
    const world = aWorld();
    const upload = putPermanent(world, 'upl_1', { checksum: 'none' });
    const sha256 = async (): Promise<never> => {
      throw new SourceMissing('gone');
    };
    const objects = { head: world.objects.head.bind(world.objects), sha256 };
    const { found } = await look(world, [upload], { objects, read: 'unproven' });
    expect(found).toEqual(['upl_1: missing']);
  });

  it('leaves out other buckets, other prefixes and what is being removed', async () => {
    const world = aWorld();
    const entries = [
      putPermanent(world, 'upl_1', { bucket: 'elsewhere' }),
      putPermanent(world, 'upl_2', {
        removal: { as: 'erased', at: '2030-01-01T00:00:00.000Z', by: 'x' },
      }),
      putPermanent(world, 'upl_3'),
    ];
    expect((await look(world, entries)).report.files).toBe(1);
    expect((await look(world, entries, { prefix: 'videos/' })).report.files).toBe(0);
  });

  it('looks at every file once in as many parts as there are', async () => {
    const world = aWorld();
    const entries = Array.from({ length: 60 }, (_, n) => putPermanent(world, `upl_${n}`));
    const parts = [1, 2, 3].map((part) => look(world, entries, { part: { part, of: 3 } }));
    const counts = (await Promise.all(parts)).map(({ report }) => report.files);
    expect(counts.reduce((sum, count) => sum + count)).toBe(60);
    expect(Math.min(...counts)).toBeGreaterThan(5);
  });

  it('changes nothing', async () => {
    const world = aWorld();
    const upload = putPermanent(world, 'upl_1', { stored: 'the rot' });
    await look(world, [upload], { read: 'all' });
    expect(keptVersions(world)).toHaveLength(1);
    expect(await world.uploads.findMany(['upl_1'])).toEqual([upload]);
  });
});
