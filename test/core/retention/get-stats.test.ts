import { describe, expect, it } from '@jest/globals';
import { countUploads } from '../../../core/retention/count-uploads.ts';
import { getStats } from '../../../core/retention/get-stats.ts';
import { anUpload } from '../builders/records.ts';
import { aWorld } from '../builders/world.ts';

const counted = async () => {
  const world = aWorld();
  const uploads = [
    anUpload({ uploadId: 'upl_1', sizeBytes: 10 }),
    anUpload({
      uploadId: 'upl_2',
      sizeBytes: 20,
      status: 'uploaded',
      category: 'video',
      createdAt: '2030-01-02T23:59:59.999Z',
    }),
    anUpload({
      uploadId: 'upl_3',
      sizeBytes: 30,
      status: 'uploaded',
      ownerId: 'ses_1',
      createdAt: '2029-12-01T00:00:00.000Z',
    }),
  ];
  await countUploads(
    world,
    uploads.map((now) => ({ uploadId: now.uploadId, now })),
    () => {},
  );
  world.clock.set('2030-01-03T12:00:00.000Z');
  return world;
};

describe('get stats', () => {
  it('answers the same uploads counted four ways', async () => {
    expect(await getStats(await counted(), {})).toEqual({
      total: { files: 3, bytes: 60 },
      byStatus: { pending: { files: 1, bytes: 10 }, uploaded: { files: 2, bytes: 50 } },
      byCategory: { photo: { files: 2, bytes: 40 }, video: { files: 1, bytes: 20 } },
      byOwnerType: { user: { files: 2, bytes: 30 }, session: { files: 1, bytes: 30 } },
      byDay: { '2030-01-01': { files: 1, bytes: 10 }, '2030-01-02': { files: 1, bytes: 20 } },
      permanentByDay: {},
    });
  });

  it('goes back as many days as it is asked, today included', async () => {
    const world = await counted();
    expect(Object.keys((await getStats(world, { days: '2' })).byDay)).toEqual(['2030-01-02']);
    expect(Object.keys((await getStats(world, { days: '366' })).byDay)).toHaveLength(3);
  });

  it('answers for each day what is in permanent storage, of one category if it is named', async () => {
    const world = await counted();
    const before = anUpload({ uploadId: 'upl_1', sizeBytes: 10 });
    const now = anUpload({ ...before, status: 'permanent', revision: before.revision + 1 });
    await countUploads(world, [{ uploadId: 'upl_1', now, before }], () => {});
    const [first, second] = [
      { files: 1, bytes: 10 },
      { files: 1, bytes: 20 },
    ];
    expect(await getStats(world, {})).toMatchObject({
      byDay: { '2030-01-01': first, '2030-01-02': second },
      permanentByDay: { '2030-01-01': first },
    });
    const ofVideos = await getStats(world, { category: 'video' });
    expect([ofVideos.byDay, ofVideos.permanentByDay]).toEqual([{ '2030-01-02': second }, {}]);
  });

  it('adds days that an older version counted to all, and to no class and no category', async () => {
    const world = await counted();
    const tally = { files: 1, bytes: 5 };
    await world.stats.count({
      marks: [],
      counters: [{ name: 'day#2030-01-02', ...tally }],
      holders: [],
    });
    const { byDay, permanentByDay } = await getStats(world, {});
    expect([byDay['2030-01-02'], permanentByDay]).toEqual([{ files: 2, bytes: 25 }, {}]);
    expect((await getStats(world, { category: 'photo' })).byDay).toEqual({
      '2030-01-01': { files: 1, bytes: 10 },
    });
  });

  it('leaves out what there is none of any more', async () => {
    const world = await counted();
    const createdAt = '2030-01-02T23:59:59.999Z';
    await countUploads(
      world,
      [{ uploadId: 'upl_2', before: anUpload({ uploadId: 'upl_2', createdAt }) }],
      () => {},
    );
    const { byCategory, byDay } = await getStats(world, {});
    expect([Object.keys(byCategory), Object.keys(byDay)]).toEqual([['photo'], ['2030-01-01']]);
  });

  it.each(['0', '367', 'many', '1.5', '0x10', ' 5', ''])('refuses %s days', async (days) => {
    await expect(getStats(aWorld(), { days })).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});
