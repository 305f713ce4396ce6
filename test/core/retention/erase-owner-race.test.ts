import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { moveBelongings } from '../../../core/claims/move-belongings.ts';
import { cleanUp } from '../../../core/retention/clean-up.ts';
import { eraseOwner } from '../../../core/retention/erase-owner.ts';
import { sweepHourly } from '../../../core/retention/sweep-hourly.ts';
import type { Fault } from '../../fakes/shared/faulty.ts';
import { giveBoth, whatCarries } from '../builders/owned.ts';
import {
  actorIn,
  dyingAfter,
  executions,
  oldOrder,
  operator,
  pay,
  quiet,
} from '../builders/races.ts';
import { aWorld, stored, type World } from '../builders/world.ts';

const erase = (world: World, ownerId = 'usr_alice'): Promise<unknown> =>
  eraseOwner(world, operator, { ownerId, dryRun: false }, quiet).catch(quiet);

/** Hour after hour, as the schedule would, until a last look could be one. */
const goOnFor = async (world: World, hours: number): Promise<void> => {
  for (let hour = 0; hour < hours; hour++) {
    world.clock.advance(3_600_000);
    for (const job of (await world.jobs.list({}, { limit: 100 })).jobs)
      await world.jobs.save({ ...job, announcements: [] });
    await sweepHourly({ ...world, sweepHours: undefined }, quiet);
  }
};

const death = fc.record({ calls: fc.nat(40), fault: fc.constantFrom<Fault>('before', 'after') });

/** Uploads' records that carry a mark of removal nobody will finish. */
const marked = async ({ uploads }: World): Promise<number> =>
  (await uploads.list({}, { limit: 100 })).uploads.filter(({ removal }) => removal).length;

describe('an erasure of an owner', () => {
  it('that dies at any call is finished by the stage, and touches nobody else', async () => {
    const others = (await whatCarries(await giveBoth(aWorld()), 'mallory')).length;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), death, async (scheduler, { calls, fault }) => {
        const world = await giveBoth(aWorld());
        const acting = erase(actorIn(world, scheduler, dyingAfter(calls, fault)));
        await scheduler.waitFor(acting);
        await goOnFor(world, 3);
        expect(await whatCarries(world, 'usr_alice')).toEqual([]);
        expect((await whatCarries(world, 'mallory')).length).toBe(others);
      }),
      { numRuns: 200 },
    );
  });

  it('beside a payment erases the order’s files, or lets it complete and then does', async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = oldOrder();
        let inTurn = () => actorIn(world, scheduler);
        const { finished } = executions(world, () => inTurn());
        const both = Promise.all([
          erase(actorIn(world, scheduler)),
          pay(actorIn(world, scheduler), 30),
        ]).then(finished);
        await scheduler.waitFor(both);
        inTurn = () => world;
        await pay(world, 1);
        await finished();
        const { order } = await stored(world);
        ends.add(order.status);
        if (order.status === 'completed')
          await world.orders.save({ ...order, announcement: undefined });
        await goOnFor(world, 2);
        expect(world.objects.all).toEqual([]);
        expect(await world.uploads.find('upl_photo')).toBeUndefined();
      }),
      { numRuns: 300 },
    );
    expect([...ends].sort()).toEqual(['completed', 'paid']);
  });

  it('beside a claim takes every record it means, or leaves it whole to the claimer', async () => {
    const ends = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = await giveBoth(aWorld());
        const move = { from: 'usr_alice', to: 'usr_claimer', until: '2030-01-02' };
        await scheduler.waitFor(
          Promise.all([
            erase(actorIn(world, scheduler)),
            moveBelongings(actorIn(world, scheduler), move),
          ]),
        );
        await goOnFor(world, 3);
        const { uploads } = await world.uploads.list({ ownerId: 'usr_claimer' }, { limit: 100 });
        for (const upload of uploads.filter(({ status }) => status !== 'pending'))
          expect(await world.objects.head(upload)).toBeDefined();
        expect(await marked(world)).toBe(0);
        ends.add(uploads.length);
      }),
      { numRuns: 200 },
    );
    expect(ends.size).toBeGreaterThan(1);
  });

  it('beside a sweep leaves nothing, and no mark', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = await giveBoth(aWorld());
        world.clock.set('2030-03-01T00:00:00.000Z');
        const sweep = { olderThanHours: 1, dryRun: false };
        await scheduler.waitFor(
          Promise.all([
            erase(actorIn(world, scheduler)),
            cleanUp(actorIn(world, scheduler), operator, sweep, quiet),
          ]),
        );
        await goOnFor(world, 3);
        expect(await whatCarries(world, 'usr_alice')).toEqual([]);
        expect(await marked(world)).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});
