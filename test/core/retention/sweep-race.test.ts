import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TransientFault } from '../../../core/errors.ts';
import { createJob } from '../../../core/jobs/create-job.ts';
import { createOrder } from '../../../core/orders/create-order.ts';
import { cleanUp } from '../../../core/retention/clean-up.ts';
import { eraseUpload } from '../../../core/retention/erase-upload.ts';
import type { Fault } from '../../fakes/shared/faulty.ts';
import {
  actorIn,
  hasBytes,
  oldOrder,
  operator,
  pay,
  quiet,
  sweepUntilDone,
} from '../builders/races.ts';
import { arrived } from '../builders/records.ts';
import { alice, aWorld, type World } from '../builders/world.ts';

/** A migration's view at its start: bytes that stay, or a record of their removal. */
const startedOver = (world: World) => {
  const seen: { isExpired: boolean }[] = [];
  const start = world.migrations.start.bind(world.migrations);
  world.migrations.start = async (run) => {
    if (seen.length === 0)
      seen.push({ isExpired: (await world.uploads.find('upl_photo'))?.status !== 'uploaded' });
    return start(run);
  };
  return seen;
};

describe('a sweeper and a payment at the same time', () => {
  it('never start a migration whose bytes are then swept', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = oldOrder();
        const started = startedOver(world);
        const clean = cleanUp(
          actorIn(world, scheduler),
          operator,
          { olderThanHours: 1, dryRun: false },
          quiet,
        );
        await scheduler.waitFor(Promise.all([clean, pay(actorIn(world, scheduler), 50)]));
        await pay(world, 1);
        const upload = await world.uploads.find('upl_photo');
        expect(upload?.removal).toBeUndefined();
        // Either it was saved for good, or the migration began with a record that says so and asks
        // for the refund.
        expect(hasBytes(world)).toBe(upload?.status === 'uploaded');
        expect(started).toEqual([{ isExpired: !hasBytes(world) }]);
        outcomes.add(`${upload?.status}`);
      }),
      { numRuns: 500 },
    );
    expect([...outcomes].sort()).toEqual(['expired', 'uploaded']);
  });

  it('nor when the sweeper dies at any call and another one follows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.nat(12),
        fc.constantFrom<Fault[]>('before', 'after'),
        async (scheduler, deadAfter, fault) => {
          const world = oldOrder();
          const started = startedOver(world);
          let calls = 0;
          // Dead is dead: nothing gets through any more.
          const dying = actorIn(world, scheduler, () =>
            calls++ === deadAfter ? fault : calls > deadAfter + 1 ? 'before' : undefined,
          );
          const clean = cleanUp(dying, operator, { olderThanHours: 1, dryRun: false }, quiet).catch(
            (error) => expect(error).toBeInstanceOf(TransientFault),
          );
          await scheduler.waitFor(Promise.all([clean, pay(actorIn(world, scheduler), 20)]));
          await sweepUntilDone(world);
          await pay(world, 1);
          const upload = await world.uploads.find('upl_photo');
          expect(upload?.removal).toBeUndefined();
          expect(hasBytes(world)).toBe(upload?.status === 'uploaded');
          expect(started).toEqual([{ isExpired: !hasBytes(world) }]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('nor does an owner who erases meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = oldOrder();
        const started = startedOver(world);
        const erasing = eraseUpload(actorIn(world, scheduler), 'upl_photo', 'usr_alice').then(
          () => 'erased',
          ({ name }: Error) => name,
        );
        const [outcome] = await scheduler.waitFor(
          Promise.all([erasing, pay(actorIn(world, scheduler), 50)]),
        );
        await pay(world, 1);
        expect(started).toEqual([{ isExpired: outcome === 'erased' }]);
        expect(hasBytes(world)).toBe(outcome === 'UploadInUse');
      }),
      { numRuns: 500 },
    );
  });
});

describe('a sweeper and a customer at the same time', () => {
  const fresh = (): World => {
    const world = aWorld();
    arrived(world, 'upl_photo', { updatedAt: '2030-01-01T02:00:00.000Z' });
    world.clock.set('2030-01-01T02:00:00.000Z');
    return world;
  };
  const order = {
    amount: { value: 1, currency: 'EUR' },
    files: [{ uploadId: 'upl_photo', role: 'photo', required: true }],
  };
  const job = {
    title: 'cut',
    inputs: { video: 'upl_photo' },
    onFinish: { inputs: 'keep', outputs: 'keep' },
  };

  it.each<[string, (world: World) => Promise<unknown>]>([
    ['an order', (world) => createOrder(world, alice, order)],
    ['a job', (world) => createJob(world, alice, job)],
  ])('%s that was accepted finds its bytes', async (_what, create) => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = fresh();
        const creating = create(actorIn(world, scheduler)).then(
          () => 'accepted',
          ({ name }: Error) => name,
        );
        const clean = cleanUp(
          actorIn(world, scheduler),
          operator,
          { olderThanHours: 1, dryRun: false },
          quiet,
        );
        const [outcome] = await scheduler.waitFor(Promise.all([creating, clean]));
        expect(['accepted', 'InvalidInput']).toContain(outcome);
        if (outcome === 'accepted') expect(hasBytes(world)).toBe(true);
        outcomes.add(`${outcome}, ${hasBytes(world) ? 'kept' : 'swept'}`);
      }),
      { numRuns: 500 },
    );
    expect(outcomes).toContain('accepted, kept');
    expect(outcomes).toContain('InvalidInput, swept');
  });
});
