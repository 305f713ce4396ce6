import { describe, expect, it } from '@jest/globals';
import { findOrphans } from '../../../core/operations/find-orphans.ts';
import type { KeptVersion } from '../../../core/operations/ports.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { erasureOf } from '../builders/erasures.ts';
import { aFile, anUpload, aPaidOrder, kept } from '../builders/records.ts';
import { aWorld, filesBucket, keptVersions, type World } from '../builders/world.ts';

const day = 86_400_000;
const old = new Date('2029-12-01T00:00:00.000Z');

const aStore = () => {
  const world = aWorld();
  world.clock.advance(2 * day);
  return world;
};

const put = ({ objects }: World, key: string, metadata: Record<string, string> = {}): string =>
  objects.put(filesBucket, key, 'bytes', { metadata }).versionId;

const look = async (world: World, how: { apply?: boolean; at?: Date; entries?: Upload[] } = {}) => {
  const [fates, missing]: [string[], string[]] = [[], []];
  const all: KeptVersion[] = world.objects.all
    .filter(({ bucket }) => bucket === filesBucket)
    .map(({ key, versionId }) => ({ key, versionId, sizeBytes: 5, modifiedAt: how.at ?? old }));
  const kept = {
    pages: async function* () {
      yield { versions: all };
    },
  };
  const registered = {
    pages: async function* () {
      yield { uploads: how.entries ?? [], unreadable: [] };
    },
  };
  const report = await findOrphans(
    { ...world, kept, registered, batches: new MemoryBatches(world.clock) },
    {
      prefix: '',
      apply: how.apply ?? false,
      onVersion: ({ key, fate }) => fates.push(`${key}: ${fate}`),
      onMissing: ({ uploadId }) => missing.push(uploadId),
      onUnreadable: () => undefined,
    },
  );
  return { report, fates, missing };
};

describe('find orphans', () => {
  it('misses no file that an older system still has', async () => {
    const there = { bucket: filesBucket, key: 'photos/legacy/1', status: 'permanent' } as const;
    const moved = anUpload({ uploadId: 'upl_1', ...there, source: 's3' });
    const registered = anUpload({ uploadId: 'upl_2', ...there, source: 'local' });
    const world = aStore();
    for (const upload of [moved, registered]) world.uploads.put(upload);
    const { missing, report } = await look(world, { entries: [moved, registered] });
    expect([missing, report.entries]).toEqual([['upl_1'], 1]);
  });

  it('finds a version whose order is not on record, and leaves it there', async () => {
    const world = aStore();
    put(world, 'photos/ord_1/upl_1', { 'keepsake-order': 'ord_1' });
    expect((await look(world)).fates).toEqual(['photos/ord_1/upl_1: would be removed']);
    expect(keptVersions(world)).toHaveLength(1);
  });

  it('with apply removes it, and finds nothing the next time', async () => {
    const world = aStore();
    put(world, 'photos/ord_1/upl_1', { 'keepsake-order': 'ord_1' });
    expect((await look(world, { apply: true })).report).toMatchObject({ removable: 1, removed: 1 });
    expect([keptVersions(world), (await look(world)).fates]).toEqual([[], []]);
  });

  it('with apply removes nothing that bears no mark, or that of a batch in a journal', async () => {
    const world = aStore();
    put(world, 'strange');
    put(world, 'old/r1', { 'keepsake-batch': 'bat_1', 'keepsake-record': 'r1' });
    expect((await look(world, { apply: true })).fates).toEqual(['strange: kept', 'old/r1: kept']);
    expect(keptVersions(world)).toHaveLength(2);
  });

  it.each([
    ['whose upload is not on record', undefined],
    [
      'an order was faster than',
      anUpload({ status: 'permanent', bucket: filesBucket, key: 'photos/ord_1/upl_1' }),
    ],
    ['whose upload expired', anUpload({ status: 'expired' })],
  ])('finds a promoted copy %s', async (_which, record) => {
    const world = aStore();
    if (record) world.uploads.put(record);
    put(world, 'photos/promoted/upl_1', { 'keepsake-promotion': 'upl_1' });
    expect((await look(world)).fates).toEqual(['photos/promoted/upl_1: would be removed']);
  });

  it.each([
    [
      'that the registry still knows',
      anUpload({ status: 'permanent', key: 'elsewhere', promotedKey: 'photos/promoted/upl_1' }),
    ],
    ['of an upload that may be promoted again', anUpload({ status: 'uploaded' })],
  ])('leaves alone a promoted copy %s', async (_which, record) => {
    const world = aStore();
    world.uploads.put(record);
    put(world, 'photos/promoted/upl_1', { 'keepsake-promotion': 'upl_1' });
    expect((await look(world)).fates).toEqual([]);
  });

  it('does not judge what is younger than a day', async () => {
    const world = aStore();
    put(world, 'photos/ord_1/upl_1', { 'keepsake-order': 'ord_1' });
    const { report } = await look(world, { apply: true, at: world.clock.now() });
    expect([report.young, report.removed, keptVersions(world).length]).toEqual([1, 0, 1]);
  });

  it('leaves alone what an upload points to, without looking at it', async () => {
    const world = aStore();
    kept(world, 'upl_1');
    const objects = {
      head: async () => {
        throw new Error('looked');
      },
      removeVersion: world.objects.removeVersion.bind(world.objects),
    };
    expect(
      (
        await look({
          ...world,
          objects: Object.assign(objects, { all: world.objects.all }) as never,
        })
      ).fates,
    ).toEqual([]);
  });

  it('with apply removes a second version under a key, and never the one that is on record', async () => {
    const world = aStore();
    const mark = { 'keepsake-order': 'ord_1', 'keepsake-attempt': '1' };
    const earlier = put(world, 'photos/ord_1/upl_1', mark);
    const { key, versionId } = kept(world, 'upl_1');
    expect(keptVersions(world)).toContain(`${key}@${earlier}`);
    expect((await look(world, { apply: true })).report).toMatchObject({ removed: 1 });
    expect(keptVersions(world)).toEqual([`${key}@${versionId}`]);
  });

  it('leaves alone what an order at work has just made', async () => {
    const world = aStore();
    world.orders.put(aPaidOrder({ status: 'migrating' }), [aFile('photo')]);
    put(world, 'photos/ord_1/upl_photo', { 'keepsake-order': 'ord_1', 'keepsake-attempt': '1' });
    expect((await look(world, { apply: true })).fates).toEqual([]);
  });

  it('finds an entry without bytes, and leaves it to people', async () => {
    const world = aStore();
    const lost = anUpload({
      uploadId: 'upl_lost',
      bucket: filesBucket,
      key: 'photos/ord_1/upl_lost',
      versionId: 'v1',
      status: 'permanent',
    });
    world.uploads.put(lost);
    const { missing, report } = await look(world, {
      apply: true,
      entries: [lost, kept(world, 'upl_there')],
    });
    expect([missing, report.entries, await world.uploads.find('upl_lost')]).toEqual([
      ['upl_lost'],
      2,
      lost,
    ]);
  });

  it.each([
    ['erased', (world: World, entry: Upload) => world.uploads.erase(entry, erasureOf(entry))],
    [
      'moved',
      (world: World, entry: Upload) => world.uploads.save({ ...entry, key: 'photos/ord_2/upl_1' }),
    ],
  ])('does not tell of an entry that is %s while it is looked at', async (_how, change) => {
    const world = aStore();
    const entry = kept(world, 'upl_1');
    world.objects.head = async () => {
      await change(world, entry);
      return undefined;
    };
    const { missing, report } = await look(world, { entries: [entry] });
    expect([missing, report.missing]).toEqual([[], 0]);
  });
});
