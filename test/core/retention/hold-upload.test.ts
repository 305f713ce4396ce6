import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { downloadUpload } from '../../../core/delivery/download-file.ts';
import { deleteUpload } from '../../../core/retention/delete-upload.ts';
import { eraseOwner } from '../../../core/retention/erase-owner.ts';
import { eraseUnlessKept } from '../../../core/retention/erase-upload.ts';
import { holdUpload, listHolds, releaseUpload } from '../../../core/retention/hold-upload.ts';
import { sweepHourly } from '../../../core/retention/sweep-hourly.ts';
import { uploadView } from '../../../core/uploads/model/upload-view.ts';
import { actorIn, quiet } from '../builders/races.ts';
import { anUpload, arrived, kept } from '../builders/records.ts';
import {
  aDeliveryWorld,
  admin,
  alice,
  aWorld,
  type DeliveryWorld,
  errorOf,
  type World,
} from '../builders/world.ts';

const until = '2030-06-01T00:00:00.000Z';
const reason = 'Case 12 O 345/30';

const hold = (world: World | DeliveryWorld, body: object = { reason, until }) =>
  holdUpload(world, admin, 'upl_photo', body);

const remove = (world: World | DeliveryWorld) => deleteUpload(world, alice, 'upl_photo');

/** A photo kept for good, held by law. */
const held = async (body?: object): Promise<DeliveryWorld> => {
  const world = aDeliveryWorld();
  kept(world, 'upl_photo', { key: 'photos/promoted/upl_photo' });
  await hold(world, body);
  return world;
};

const sweep = async (world: DeliveryWorld, now: string): Promise<void> => {
  world.clock.set(now);
  await sweepHourly({ ...world, sweepHours: 168 }, quiet);
};

const found = ({ uploads }: World | DeliveryWorld) => uploads.find('upl_photo');

describe('a legal hold', () => {
  it('keeps bytes and record, says until when, and ends serving', async () => {
    const world = await held();
    expect(await errorOf(remove(world))).toMatchObject({
      name: 'UploadInUse',
      message: expect.stringContaining(`until ${until}`),
    });
    expect(world.objects.all).toHaveLength(1);
    expect(await found(world)).toMatchObject({ status: 'permanent', hold: { reason } });
    expect(await errorOf(downloadUpload(world, alice, 'upl_photo'))).toMatchObject({
      family: 'missing',
    });
  });

  it.each([
    [
      'is released',
      async (world: DeliveryWorld) => releaseUpload(world, 'upl_photo'),
      '2030-01-02',
    ],
    ['ends by itself', async () => undefined, '2030-06-02'],
  ])('lets the erasure that waits be carried out once it %s', async (_, end, now) => {
    const world = await held();
    await errorOf(remove(world));
    await sweep(world, '2030-01-01T12:00:00.000Z');
    expect(world.objects.all).toHaveLength(1);
    await end(world);
    await sweep(world, `${now}T00:00:00.000Z`);
    expect([world.objects.all, await found(world)]).toEqual([[], undefined]);
    expect(world.erasures.all).toMatchObject([{ uploadId: 'upl_photo', erasedBy: 'usr_alice' }]);
  });

  it('that nobody asked to erase leaves the file where it is when it ends', async () => {
    const world = await held();
    await sweep(world, '2030-06-02T00:00:00.000Z');
    expect(await found(world)).not.toHaveProperty('hold');
    expect(world.objects.all).toHaveLength(1);
    expect(await downloadUpload(world, alice, 'upl_photo')).toBeDefined();
  });

  it('keeps a file of an erased owner, whose erasure goes on until it ends', async () => {
    const world = await held();
    const request = { ownerId: alice.ownerId, dryRun: false };
    const reasons = async (dryRun: boolean) =>
      (await eraseOwner(world, admin, { ...request, dryRun }, quiet)).kept;
    const kept = [{ id: 'upl_photo', reason: expect.stringContaining(until) }];
    expect([await reasons(true), await reasons(false)]).toEqual([kept, kept]);
    await sweep(world, '2030-06-02T00:00:00.000Z');
    expect([world.objects.all, await found(world)]).toEqual([[], undefined]);
    expect(await world.ownerErasures.find(alice.ownerId)).toHaveProperty('finishedAt');
  });

  it('binds jobs, too', async () => {
    expect(await errorOf(eraseUnlessKept(await held(), 'upl_photo', 'job_1'))).toMatchObject({
      name: 'UploadInUse',
    });
  });

  it('has no end until it is released, can be changed, and is listed', async () => {
    const world = await held({ reason });
    await errorOf(remove(world));
    await sweep(world, '2039-01-01T00:00:00.000Z');
    expect(world.objects.all).toHaveLength(1);
    const later = '2040-01-01T00:00:00.000Z';
    await hold(world, { reason: 'Appeal', until: later });
    expect(await listHolds(world)).toEqual({
      holds: [
        {
          uploadId: 'upl_photo',
          ownerId: alice.ownerId,
          at: '2039-01-01T00:00:00.000Z',
          by: admin.ownerId,
          reason: 'Appeal',
          until: later,
          erasureRequestedAt: '2030-01-01T00:00:00.000Z',
        },
      ],
      more: false,
    });
  });

  it('is told to operators alone', async () => {
    expect(
      uploadView(anUpload({ hold: { at: until, by: 'usr_admin', reason } })),
    ).not.toHaveProperty('hold');
  });

  it('needs a file in permanent storage, a reason and an end in the future', async () => {
    const world = aWorld();
    arrived(world, 'upl_photo');
    expect(await errorOf(hold(world))).toMatchObject({ name: 'UploadNotReceived' });
    for (const body of [
      {},
      { reason: '' },
      { reason, until: '2029-01-01T00:00:00Z' },
      { reason, until: 'soon' },
    ])
      expect(await errorOf(hold(world, body))).toMatchObject({ name: 'InvalidInput' });
  });

  it('beside an erasure either keeps the file or comes too late, never both', async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = aWorld();
        kept(world, 'upl_photo', { key: 'photos/promoted/upl_photo' });
        const [holding] = await scheduler.waitFor(
          Promise.all([
            hold(actorIn(world, scheduler)).then(
              () => 'held',
              ({ name }: Error) => name,
            ),
            remove(actorIn(world, scheduler)).catch(quiet),
          ]),
        );
        expect(world.objects.all).toHaveLength(holding === 'held' ? 1 : 0);
        expect((await found(world)) !== undefined).toBe(holding === 'held');
        ends.add(holding === 'held' ? 'held' : 'erased');
      }),
      { numRuns: 300 },
    );
    expect([...ends].sort()).toEqual(['erased', 'held']);
  });
});
