import { describe, expect, it } from '@jest/globals';
import { sweepHourly } from '../../../core/retention/sweep-hourly.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { sampleJob } from '../../contracts/shared/samples.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aFile, anOrder, anUpload, aPaidOrder, arrived, kept } from '../builders/records.ts';
import { aWorld, type World } from '../builders/world.ts';

const hour = 3_600_000;
const day = 24 * hour;
const quiet = (): void => {};

const sweep = (world: World, sweepHours: number | undefined = 168) =>
  sweepHourly({ ...world, sweepHours }, quiet);

const statusOf = async ({ uploads }: World, uploadId: string) =>
  (await uploads.find(uploadId))?.status;

const stored = ({ objects }: World): string[] =>
  objects.all.map(({ key }) => key.split('/').at(-1) ?? '');

/** An upload whose time was up on 8 January, and a clock that shows the 9th. */
const expired = (fields: Partial<Upload> = {}): World => {
  const world = aWorld();
  arrived(world, 'upl_photo', { expiresAt: '2030-01-08T00:00:00.000Z', ...fields });
  world.clock.set('2030-01-09T00:00:00.000Z');
  return world;
};

const orderedAt = (createdAt: string, order = anOrder()): World => {
  const world = expired({ orderIds: ['ord_1'] });
  world.orders.put({ ...order, createdAt }, [aFile('photo')]);
  return world;
};

describe('the hourly sweep', () => {
  it('takes the bytes of what has expired and says so on the record', async () => {
    const world = expired();
    expect(await sweep(world)).toMatchObject({
      files: 1,
      bytes: 'bytes of upl_photo'.length,
      kept: 0,
      failed: 0,
      more: false,
    });
    expect([await statusOf(world, 'upl_photo'), stored(world)]).toEqual(['expired', []]);
    expect((await world.uploads.find('upl_photo'))?.removal).toBeUndefined();
  });

  it('leaves what has time left', async () => {
    const world = expired({ expiresAt: '2030-01-09T00:00:00.001Z' });
    expect((await sweep(world)).files).toBe(0);
    expect(stored(world)).toEqual(['upl_photo']);
  });

  it('takes every version, and what was refused or given up', async () => {
    const world = expired();
    world.objects.put(world.bucket, 'temp/usr_alice/upl_photo', 'a second version');
    world.uploads.put({
      ...arrived(world, 'upl_bad', { expiresAt: '2030-01-08T00:00:00.000Z' }),
      status: 'quarantined',
    });
    world.uploads.put(
      anUpload({ uploadId: 'upl_lost', status: 'aborted', expiresAt: '2030-01-08T00:00:00.000Z' }),
    );
    expect((await sweep(world)).files).toBe(3);
    expect(stored(world)).toEqual([]);
  });

  it('finds nothing to do the next hour', async () => {
    const world = expired();
    await sweep(world);
    expect(await sweep(world)).toMatchObject({ files: 0, kept: 0 });
  });

  it('never takes what belongs to a paid order', async () => {
    const world = orderedAt('2029-01-01T00:00:00.000Z', aPaidOrder());
    expect(await sweep(world)).toMatchObject({ files: 0, kept: 1 });
    expect([await statusOf(world, 'upl_photo'), stored(world)]).toEqual([
      'uploaded',
      ['upl_photo'],
    ]);
  });

  it('nor what an order names that may still be paid: 28 days', async () => {
    expect((await sweep(orderedAt('2029-12-13T00:00:00.000Z'))).kept).toBe(1);
    expect((await sweep(orderedAt('2029-12-11T00:00:00.000Z'))).files).toBe(1);
  });

  it('nor what an order names that is about to be created', async () => {
    const world = expired({ orderIds: ['ord_1'], updatedAt: '2030-01-08T23:59:00.000Z' });
    expect((await sweep(world)).kept).toBe(1);
    world.clock.advance(15 * 60_000);
    expect((await sweep(world)).files).toBe(1);
  });

  const job = sampleJob({
    ...{ jobId: 'job_1', inputs: { video: 'upl_photo' } },
    createdAt: '2030-01-02T00:00:00.000Z',
  });

  it('nor the inputs of a running job', async () => {
    const world = expired({ jobIds: ['job_1'] });
    world.jobs.put(job);
    expect((await sweep(world)).kept).toBe(1);
    world.jobs.put({ ...job, status: 'finished', revision: 1 });
    expect((await sweep(world)).files).toBe(1);
  });

  it('but those of one that has run for 28 days: a worker that died never ends it', async () => {
    const world = expired({ jobIds: ['job_1'] });
    world.jobs.put(job);
    world.clock.set('2030-01-29T23:00:00.000Z');
    expect((await sweep(world)).kept).toBe(1);
    world.clock.set('2030-01-30T01:00:00.000Z');
    expect((await sweep(world)).files).toBe(1);
  });

  it('nor what was promised to be kept, if the request for it got lost, and names it', async () => {
    const world = expired({ keep: true });
    const told: unknown[] = [];
    const onFailure = (uploadId: string, error: unknown) => told.push([uploadId, `${error}`]);
    const report = await sweepHourly({ ...world, sweepHours: 168 }, onFailure);
    expect(report).toMatchObject({ files: 0, failed: 1 });
    expect([await statusOf(world, 'upl_photo'), stored(world)]).toEqual([
      'uploaded',
      ['upl_photo'],
    ]);
    expect(told).toEqual([['upl_photo', expect.stringContaining('Request it again.')]]);
  });

  it('takes what was to be kept, and was refused', async () => {
    const world = expired();
    const refused = arrived(world, 'upl_photo', { keep: true });
    world.uploads.put({
      ...{ ...refused, expiresAt: '2030-01-08T00:00:00.000Z' },
      status: 'quarantined',
    });
    expect(await sweep(world)).toMatchObject({ files: 1, failed: 0 });
  });

  it('takes nothing where only operators sweep', async () => {
    const world = expired();
    expect(await sweepHourly({ ...world, sweepHours: undefined }, quiet)).toMatchObject({
      files: 0,
      kept: 0,
    });
    expect(stored(world)).toEqual(['upl_photo']);
  });

  it('finishes a removal that was interrupted, not one that is under way', async () => {
    const world = expired();
    const objects = faulty(world.objects, (operation) =>
      operation === 'removeAll' ? 'before' : undefined,
    );
    expect(await sweep({ ...world, objects } as World)).toMatchObject({ files: 0, failed: 1 });
    expect((await sweep(world)).files).toBe(0);
    world.clock.advance(21 * 60_000);
    expect((await sweepHourly({ ...world, sweepHours: undefined }, quiet)).files).toBe(1);
    expect([await statusOf(world, 'upl_photo'), stored(world)]).toEqual(['expired', []]);
  });

  it('takes back the mark of an interrupted removal when the order was paid meanwhile', async () => {
    const world = expired({
      orderIds: ['ord_1'],
      removal: { as: 'expired', at: '2030-01-08T01:00:00.000Z', by: 'sweeper' },
    });
    world.orders.put(aPaidOrder(), [aFile('photo')]);
    expect((await sweep(world)).kept).toBe(1);
    expect((await world.uploads.find('upl_photo'))?.removal).toBeUndefined();
  });

  it('takes nothing that became permanent since it was listed, nor counts it', async () => {
    const world = expired();
    const listed = world.uploads.expiring.bind(world.uploads);
    world.uploads.expiring = async function* (before) {
      yield* listed(before);
      kept(world, 'upl_photo');
    };
    expect(await sweep(world)).toMatchObject({ files: 0, kept: 0, failed: 0 });
    expect([await statusOf(world, 'upl_photo'), stored(world)]).toEqual([
      'permanent',
      ['upl_photo', 'upl_photo'],
    ]);
  });

  it('takes an abandoned mark off what is permanent, and nothing else', async () => {
    const world = aWorld();
    const before = kept(world, 'upl_photo', {
      removal: { as: 'expired', at: '2029-12-31T00:00:00.000Z', by: 'sweeper' },
    });
    expect(await sweep(world)).toMatchObject({ files: 0, kept: 1 });
    const { removal: _mark, ...unmarked } = before;
    expect(await world.uploads.find('upl_photo')).toEqual({ ...unmarked, revision: 1 });
    expect(stored(world)).toEqual(['upl_photo']);
  });

  it('finishes an erasure that was interrupted, whatever is kept for good', async () => {
    const world = expired({
      expiresAt: '2030-03-01T00:00:00.000Z',
      removal: { as: 'erased', at: '2030-01-08T01:00:00.000Z', by: 'usr_alice' },
    });
    await sweep(world);
    expect(await world.uploads.find('upl_photo')).toBeUndefined();
    expect(world.erasures.all).toMatchObject([{ uploadId: 'upl_photo', erasedBy: 'usr_alice' }]);
  });

  it('goes on after one that it cannot take', async () => {
    const world = expired();
    arrived(world, 'upl_other', { expiresAt: '2030-01-08T00:00:00.000Z' });
    const objects = faulty(world.objects, (operation, [, key]) =>
      operation === 'removeAll' && `${key}`.endsWith('upl_other') ? 'before' : undefined,
    );
    expect(await sweep({ ...world, objects } as World)).toMatchObject({ files: 1, failed: 1 });
  });

  it('drops uploads in parts that nobody finished, and their parts', async () => {
    const world = aWorld();
    const multipart = {
      multipartId: await world.multiparts.begin({
        bucket: world.bucket,
        key: 'temp/usr_alice/upl_1',
        contentType: 'video/mp4',
      }),
      partSizeBytes: 8,
      partCount: 2,
    };
    world.uploads.put(anUpload({ multipart, expiresAt: '2030-01-31T00:00:00.000Z' }));
    world.uploads.put(anUpload({ uploadId: 'upl_single', expiresAt: '2030-01-31T00:00:00.000Z' }));
    world.clock.advance(7 * day - hour);
    expect((await sweep(world)).dropped).toBe(0);
    world.clock.advance(2 * hour);
    expect((await sweep(world)).dropped).toBe(1);
    expect([await statusOf(world, 'upl_1'), await statusOf(world, 'upl_single')]).toEqual([
      'expired',
      'pending',
    ]);
  });
});
