import { describe, expect, it } from '@jest/globals';
import { getOrder } from '../../../core/orders/get-order.ts';
import { eraseOwner, goOnErasingOwners } from '../../../core/retention/erase-owner.ts';
import { eraseUpload } from '../../../core/retention/erase-upload.ts';
import { erasedId } from '../../../core/retention/model/erasure.ts';
import { ownerErasure } from '../../../core/retention/owner-erasure.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { giveBoth, whatCarries } from '../builders/owned.ts';
import { quiet } from '../builders/races.ts';
import { arrived } from '../builders/records.ts';
import { aDelivery, aWebhook } from '../builders/webhooks.ts';
import { admin, alice, aWorld, errorOf, stored, type World } from '../builders/world.ts';

const erase = (world: World, { dryRun = false, ownerId = alice.ownerId } = {}) =>
  eraseOwner(world, admin, { ownerId, dryRun }, quiet);

const both = () => giveBoth(aWorld());

const goOn = (world: World, now: string): Promise<void> => {
  world.clock.set(now);
  return goOnErasingOwners(world, new Date('2040-01-01'), quiet);
};

/** The reconciler announces what jobs still have to tell. */
const announceJobs = async ({ jobs }: World): Promise<void> => {
  for (const job of (await jobs.list({}, { limit: 100 })).jobs)
    await jobs.save({ ...job, announcements: [] });
};

const toldIn = async ({ deliveries }: World): Promise<string[]> => {
  const { entries } = await deliveries.list({ endpoints: ['shop'] }, { limit: 100 });
  return entries.map(({ webhook }) => webhook.id).sort();
};

describe('erase owner', () => {
  it('leaves no record and no byte of the owner, and every one of the other', async () => {
    const world = await both();
    const others = await whatCarries(world, 'mallory');
    const report = await erase(world);
    await announceJobs(world);
    await erase(world);
    expect(report.erased).toEqual({
      uploads: 4,
      bytes: 3 + 3 + 'bytes of upl_film_alice'.length + 'bytes of upl_free_alice'.length,
      orders: 2,
      jobs: 0,
      links: 0,
    });
    expect(await whatCarries(world, 'usr_alice')).toEqual([]);
    expect(await whatCarries(world, 'ses_alice')).toEqual([]);
    expect(await whatCarries(world, 'of alice')).toEqual([]);
    expect(world.objects.all.filter(({ key }) => key.includes('alice'))).toEqual([]);
    expect((await whatCarries(world, 'mallory')).length).toBe(others.length);
  });

  it('deletes what webhooks told of the owner’s records, also of those erased before', async () => {
    const world = await both();
    const tell = async (subject: string, id = subject) => {
      const webhook = aWebhook({ id, data: { orderId: subject, ownerId: 'of it' } });
      await world.deliveries.save(aDelivery({ webhook }));
    };
    for (const who of ['alice', 'mallory'])
      for (const what of ['ord_done', 'upl_free', 'upl_film']) await tell(`${what}_${who}`);
    await eraseUpload(world, 'upl_free_alice', alice.ownerId);
    world.clock.advance(86_400_000);
    await erase(world, { dryRun: true });
    expect(await toldIn(world)).toHaveLength(6);
    await erase(world);
    await tell('upl_film_alice', 'erased');
    await announceJobs(world);
    await goOn(world, '2030-01-05T00:00:00Z');
    expect(await toldIn(world)).toEqual([
      'ord_done_mallory',
      'upl_film_mallory',
      'upl_free_mallory',
    ]);
  });

  it('keeps of an order what accounts need, and nobody owns it', async () => {
    const world = await both();
    await erase(world);
    const { order, files } = await stored(world, 'ord_done_alice');
    expect(order).toMatchObject({
      ownerId: 'erased',
      status: 'completed',
      amount: { value: 49.9, currency: 'EUR' },
      payment: { paymentId: 'pay_alice' },
    });
    expect(order).not.toHaveProperty('sessionId');
    expect(files).toHaveLength(1);
    expect(await errorOf(getOrder(world, alice, 'ord_done_alice'))).toMatchObject({
      name: 'NotFound',
    });
  });

  it('goes on with every owner each hour, however much the first one has', async () => {
    const world = aWorld();
    const began: string[] = [];
    for (const name of ['alice', 'bob', 'carol'])
      await world.ownerErasures.begin({
        ownerId: `usr_${name}`,
        requestedAt: '2030-01-01T00:00:00.000Z',
        requestedBy: 'usr_admin',
      });
    const list = async ({ ownerId = 'nobody' }: { ownerId?: string }) => {
      began.push(ownerId);
      world.clock.advance(1000);
      return { uploads: [], next: 'more' };
    };
    const until = new Date(world.clock.now().getTime() + 180_000);
    await goOnErasingOwners({ ...world, uploads: { list } as never }, until, quiet);
    expect(new Set(began)).toEqual(new Set(['usr_alice', 'usr_bob', 'usr_carol']));
  });

  it('puts every erased thing into the ledger, with its requester', async () => {
    const world = await both();
    await erase(world);
    await announceJobs(world);
    await erase(world);
    expect(world.erasures.all.map(erasedId).map((id) => id.replace(/_[0-9a-f]{64}$/, ''))).toEqual(
      expect.arrayContaining([
        'upl_pending_alice',
        'upl_free_alice',
        'upl_photo_alice',
        'upl_film_alice',
        'ord_done_alice',
        'ord_open_alice',
        'lnk',
        expect.stringMatching(/^job_/),
      ]),
    );
    expect(world.erasures.all).toHaveLength(8);
    for (const entry of world.erasures.all)
      expect(entry).toMatchObject({ ownerId: 'usr_alice', erasedBy: 'usr_admin' });
  });

  it('changes nothing when dry, and says how much there is', async () => {
    const world = await both();
    const before = await whatCarries(world, 'alice');
    const { erased, kept } = await erase(world, { dryRun: true });
    expect(erased).toMatchObject({ uploads: 4, orders: 2, jobs: 1, links: 1 });
    expect(kept).toEqual([]);
    expect(await whatCarries(world, 'alice')).toEqual(before);
    expect(await errorOf(ownerErasure(world, { ownerId: 'usr_alice' }))).toMatchObject({
      name: 'NotFound',
    });
  });

  it('leaves what is being migrated, says so, and takes it when that is over', async () => {
    const world = await both();
    const { order } = await stored(world, 'ord_open_alice');
    await world.orders.save({ ...order, status: 'paid' });
    const { kept } = await erase(world);
    expect(kept.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['upl_free_alice', 'ord_open_alice']),
    );
    expect(await world.uploads.find('upl_free_alice')).toMatchObject({ status: 'uploaded' });
    const paid = (await stored(world, 'ord_open_alice')).order;
    await world.orders.save({ ...paid, status: 'completed' });
    await announceJobs(world);
    await goOn(world, '2030-01-02T01:00:00.000Z');
    expect(await whatCarries(world, 'usr_alice')).toEqual([]);
  });

  it('leaves a failed order to its clean-up, which looks for late copies', async () => {
    const world = await both();
    const { order } = await stored(world, 'ord_done_alice');
    const failed = { ...order, status: 'refund_requested' as const };
    await world.orders.save({ ...failed, migration: { ...order.migration, status: 'failed' } });
    expect((await erase(world)).kept).toContainEqual({
      id: 'ord_done_alice',
      reason: expect.stringContaining('cleaned up'),
    });
  });

  it('ends a running job, tells so, and then erases its record', async () => {
    const world = await both();
    await erase(world);
    const [job] = (await world.jobs.list({ ownerId: 'usr_alice' }, { limit: 10 })).jobs;
    expect(job).toMatchObject({ status: 'failed', reason: expect.stringContaining('erased') });
    expect(job?.announcements.at(-1)?.detailType).toBe('JobFailed');
    await announceJobs(world);
    await goOn(world, '2030-01-02T01:00:00.000Z');
    expect((await world.jobs.list({ ownerId: 'usr_alice' }, { limit: 10 })).jobs).toEqual([]);
  });

  it('leaves what was created after the request', async () => {
    const world = await both();
    await erase(world);
    arrived(world, 'upl_later', { createdAt: '2030-01-02T00:00:00.001Z' });
    await goOn(world, '2030-01-05T00:00:00.000Z');
    expect(await world.uploads.find('upl_later')).toMatchObject({ status: 'uploaded' });
  });

  it('looks again for two days, for what a claim or an index brings late', async () => {
    const world = await both();
    await erase(world);
    await announceJobs(world);
    await goOn(world, '2030-01-02T01:00:00.000Z');
    arrived(world, 'upl_late', { sessionId: 'ses_1' });
    expect(await ownerErasure(world, { ownerId: 'usr_alice' })).not.toHaveProperty('finishedAt');
    await goOn(world, '2030-01-04T00:00:00.000Z');
    expect(await world.uploads.find('upl_late')).toBeUndefined();
    expect(await ownerErasure(world, { ownerId: 'usr_alice' })).toEqual({
      ownerId: 'usr_alice',
      requestedAt: '2030-01-02T00:00:00.000Z',
      requestedBy: 'usr_admin',
      finishedAt: '2030-01-04T00:00:00.000Z',
    });
  });

  it('is not finished while something stays, nor when it was requested again', async () => {
    const world = await both();
    const { order } = await stored(world, 'ord_open_alice');
    await world.orders.save({ ...order, status: 'paid' });
    await erase(world);
    await goOn(world, '2030-02-01T00:00:00.000Z');
    const request = await ownerErasure(world, { ownerId: 'usr_alice' });
    expect(request).not.toHaveProperty('finishedAt');
    await erase(world);
    await world.ownerErasures.save({ ...request, finishedAt: '2030-02-01' });
    expect(await ownerErasure(world, { ownerId: 'usr_alice' })).not.toHaveProperty('finishedAt');
  });

  it('stops when its time is over, says so, and goes on where things are left', async () => {
    const world = await both();
    const slow = faulty(world.uploads, () => {
      world.clock.advance(15_000);
      return undefined;
    });
    expect((await erase({ ...world, uploads: slow })).more).toBe(true);
    expect(await whatCarries(world, 'usr_alice')).not.toEqual([]);
    await erase(world);
    await announceJobs(world);
    expect(await erase(world)).toMatchObject({ more: false, kept: [] });
    expect(await whatCarries(world, 'usr_alice')).toEqual([]);
  });

  it.each(['legacy', 'key_shop', 'erased', 42, ''])(
    'takes users and sessions only, not %j',
    async (ownerId) => {
      const input = { ownerId, dryRun: false };
      expect(await errorOf(eraseOwner(aWorld(), admin, input, quiet))).toMatchObject({
        name: 'InvalidInput',
      });
    },
  );
});
