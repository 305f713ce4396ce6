import { describe, expect, it } from '@jest/globals';
import { RecordUnreadable } from '../../../core/errors.ts';
import { countUploads } from '../../../core/retention/count-uploads.ts';
import { eraseOwner, goOnErasingOwners } from '../../../core/retention/erase-owner.ts';
import { listHolds } from '../../../core/retention/hold-upload.ts';
import { sweepHourly } from '../../../core/retention/sweep-hourly.ts';
import { sampleJob } from '../../contracts/shared/samples.ts';
import { damaged } from '../../fakes/shared/damaged.ts';
import { giveBoth, whatCarries } from '../builders/owned.ts';
import { anUpload, arrived, kept } from '../builders/records.ts';
import { aDelivery, aWebhook } from '../builders/webhooks.ts';
import { aDeliveryWorld, admin, alice, aWorld, type World } from '../builders/world.ts';
import { aCounter, count, created, next, told, totalsOf } from './upload-changes.ts';

/** Ids that a pass told of as unreadable, or as kept by something that is. */
const listening = () => {
  const failed: string[] = [];
  const onFailure = (id: string, error: unknown) => {
    if (!(error instanceof RecordUnreadable)) throw error;
    failed.push(id);
  };
  return { failed, onFailure };
};

describe('the hourly sweep, of whose five records one cannot be read', () => {
  const five = (fields: Parameters<typeof arrived>[2]) => {
    const world = aWorld();
    for (const n of [1, 2, 3, 4, 5]) arrived(world, `upl_${n}`, fields);
    world.uploads = damaged(world.uploads, 'upload', ['upl_3']);
    world.clock.set('2030-01-09T00:00:00.000Z');
    return world;
  };

  it('removes the other four, and names the one, whose bytes stay', async () => {
    const world = five({ expiresAt: '2030-01-08T00:00:00.000Z' });
    const { failed, onFailure } = listening();
    const report = await sweepHourly({ ...world, sweepHours: 168 }, onFailure);
    expect(report).toMatchObject({ files: 4, failed: 1 });
    expect(failed).toEqual(['upl_3']);
    expect(world.objects.all.map(({ key }) => key)).toEqual(['temp/usr_alice/upl_3']);
  });

  it('drops the other uploads in parts that were never finished', async () => {
    const world = aWorld();
    const multipart = { multipartId: 'm1', partSizeBytes: 5, partCount: 1 };
    for (const n of [1, 2, 3])
      world.uploads.put(anUpload({ uploadId: `upl_${n}`, multipart, expiresAt: '2031-01-01' }));
    world.uploads = damaged(world.uploads, 'upload', ['upl_2']);
    world.clock.set('2030-03-01T00:00:00.000Z');
    const { failed, onFailure } = listening();
    const deps = { ...world, sweepHours: 168, abortMultipartDays: 7 };
    expect(await sweepHourly(deps, onFailure)).toMatchObject({ dropped: 2 });
    expect(failed).toEqual(['upl_2']);
  });

  it('leaves a file alone whose job cannot be read: the job may need it', async () => {
    const world = aWorld();
    arrived(world, 'upl_1', { expiresAt: '2030-01-08T00:00:00.000Z', jobIds: ['job_1'] });
    world.jobs.put(sampleJob({ jobId: 'job_1' }));
    world.jobs = damaged(world.jobs, 'job', ['job_1']);
    world.clock.set('2030-01-09T00:00:00.000Z');
    const report = await sweepHourly({ ...world, sweepHours: 168 }, () => undefined);
    expect(report).toMatchObject({ files: 0, failed: 1 });
    expect(world.objects.all).toHaveLength(1);
  });
});

describe('the list of holds', () => {
  it('shows the others, and names a held upload that cannot be read', async () => {
    const world = aDeliveryWorld();
    const hold = { at: '2030-01-01T00:00:00.000Z', by: 'usr_op', reason: 'a case' };
    for (const n of [1, 2, 3]) kept(world, `upl_${n}`, { hold });
    const uploads = damaged(world.uploads, 'upload', ['upl_2']);
    const { holds, unreadable } = await listHolds({ uploads });
    expect(holds.map(({ uploadId }) => uploadId)).toEqual(['upl_1', 'upl_3']);
    expect(unreadable).toEqual(['upl_2']);
  });
});

describe('the erasure of an owner one of whose records cannot be read', () => {
  const erase = async (spoil: (world: World) => void) => {
    const world = await giveBoth(aWorld());
    for (const job of (await world.jobs.list({}, { limit: 100 })).jobs)
      await world.jobs.save({ ...job, announcements: [] });
    spoil(world);
    const { failed, onFailure } = listening();
    const body = { ownerId: alice.ownerId, dryRun: false };
    const report = await eraseOwner(world, admin, body, onFailure);
    return { world, report, failed };
  };
  const spoilUpload = (world: World) =>
    Object.assign(world, { uploads: damaged(world.uploads, 'upload', ['upl_free_alice']) });

  it('erases the others, and says which one is left and why', async () => {
    const { report, failed } = await erase(spoilUpload);
    expect(report).toMatchObject({ erased: { uploads: 3 }, more: false });
    expect(report.kept).toContainEqual({
      id: 'upl_free_alice',
      reason: expect.stringContaining('upload upl_free_alice (status)'),
    });
    expect(failed).toContain('upl_free_alice');
  });

  it.each<[string, (world: World) => void]>([
    ['upload', spoilUpload],
    [
      'order',
      (world) =>
        Object.assign(world, { orders: damaged(world.orders, 'order', ['ord_done_alice']) }),
    ],
    [
      'erased record',
      (world) =>
        Object.assign(world, { erasures: damaged(world.erasures, 'upload', ['upl_film_alice']) }),
    ],
  ])('is never finished while the %s cannot be read', async (_what, spoil) => {
    const { world } = await erase(spoil);
    world.clock.set('2030-01-05T00:00:00.000Z');
    for (const job of (await world.jobs.list({}, { limit: 100 })).jobs)
      await world.jobs.save({ ...job, announcements: [] });
    for (let hour = 0; hour < 3; hour += 1)
      await goOnErasingOwners(world, new Date('2040-01-01'), () => undefined);
    expect((await world.ownerErasures.find(alice.ownerId))?.finishedAt).toBeUndefined();
  });

  it('is finished once the record was repaired', async () => {
    let repaired: World['uploads'] | undefined;
    const { world } = await erase((one) => {
      repaired = one.uploads;
      spoilUpload(one);
    });
    Object.assign(world, { uploads: repaired });
    world.clock.set('2030-01-05T00:00:00.000Z');
    for (let hour = 0; hour < 3; hour += 1) {
      for (const job of (await world.jobs.list({}, { limit: 100 })).jobs)
        await world.jobs.save({ ...job, announcements: [] });
      await goOnErasingOwners(world, new Date('2040-01-01'), () => undefined);
    }
    expect((await world.ownerErasures.find(alice.ownerId))?.finishedAt).toBeDefined();
    expect(await whatCarries(world, 'usr_alice')).toEqual([]);
  });

  it('deletes what webhooks told of it except for what cannot be read, and says so', async () => {
    const { world } = await erase((one) => {
      for (const id of ['a', 'b']) {
        const webhook = aWebhook({ id, data: { orderId: 'ord_done_alice' } });
        one.deliveries.save(aDelivery({ webhook, deliveryId: `dlv_${id}` }));
      }
      one.deliveries = damaged(one.deliveries, 'delivery', ['dlv_a']);
    });
    world.clock.set('2030-01-05T00:00:00.000Z');
    for (const job of (await world.jobs.list({}, { limit: 100 })).jobs)
      await world.jobs.save({ ...job, announcements: [] });
    const told: string[] = [];
    await goOnErasingOwners(world, new Date('2040-01-01'), (id) => told.push(id));
    expect(told).toContain('ord_done_alice');
    expect((await world.ownerErasures.find(alice.ownerId))?.finishedAt).toBeUndefined();
    expect(await world.deliveries.find('dlv_b')).toBeUndefined();
    await expect(world.deliveries.find('dlv_a')).rejects.toMatchObject({
      name: 'RecordUnreadable',
    });
  });
});

describe('counting an upload whose last count cannot be read', () => {
  it('counts the others, and asks for no repetition of the one', async () => {
    const uploads = [1, 2, 3].map((n) => created({ uploadId: `upl_${n}` }));
    const stats = aCounter(...uploads);
    await count(stats, ...uploads.map((upload) => told(upload)));
    const changes = uploads.map((upload) => told(next(upload, { status: 'uploaded' }), upload));
    const failed: string[] = [];
    const again = await countUploads(
      { stats: damaged(stats, 'upload', ['upl_2']) },
      changes,
      (ids) => failed.push(...ids),
    );
    expect([again, failed]).toEqual([[], ['upl_2']]);
    expect((await totalsOf(stats))['status#uploaded']).toMatchObject({ files: 2 });
  });
});
