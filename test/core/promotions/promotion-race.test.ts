import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TransientFault } from '../../../core/errors.ts';
import { promoteUpload } from '../../../core/promotions/promote-upload.ts';
import { cleanUp } from '../../../core/retention/clean-up.ts';
import { eraseUpload } from '../../../core/retention/erase-upload.ts';
import type { CopyRequest } from '../../../core/storage/ports.ts';
import { changeUpload } from '../../../core/uploads/change-upload.ts';
import type { Fault } from '../../fakes/shared/faulty.ts';
import {
  actorIn,
  dyingAfter,
  executions,
  oldOrder,
  operator,
  pay,
  quiet,
  sweepUntilDone,
} from '../builders/races.ts';
import { arrived } from '../builders/records.ts';
import { aWorld, errorOf, filesBucket, stored, type World } from '../builders/world.ts';

const visitor = { ownerId: 'ses_1', sessionId: 'ses_1' };

/** A visitor's photo, ordered and not paid. */
const aVisitors = async (): Promise<World> => {
  const world = oldOrder();
  await changeUpload(world, 'upl_photo', (upload) => ({ ...upload, ...visitor }));
  const { order } = await stored(world);
  await world.orders.save({ ...order, ...visitor });
  return world;
};

const actions = {
  claim: (world: World) =>
    changeUpload(world, 'upl_photo', (upload) => ({ ...upload, ownerId: 'usr_alice' })),
  sweep: (world: World) => cleanUp(world, operator, { olderThanHours: 1, dryRun: false }, quiet),
  erase: (world: World) => eraseUpload(world, 'upl_photo', 'usr_alice'),
  pay: (world: World) => pay(world, 30),
};

/**
 * Delivers a request until it is served, as the queue would. No delivery leaves the promotion half
 * done.
 */
const redelivered = async (world: World): Promise<void> => {
  for (let delivery = 0; delivery < 3; delivery++) {
    try {
      await promoteUpload(world, 'upl_photo');
      return;
    } catch (error) {
      if (!(error instanceof TransientFault)) return;
    }
  }
};

const promotedVersions = ({ objects }: World): string[] =>
  objects.all
    .filter(({ bucket, key }) => bucket === filesBucket && key.includes('/promoted/'))
    .map(({ versionId }) => versionId);

describe('two deliveries of a promotion, a claim, removals and a payment at the same time', () => {
  it('leave a permanent record its bytes, and nothing nobody refers to', async () => {
    const ends = new Set<string>();
    const others = fc.subarray(Object.keys(actions) as (keyof typeof actions)[]);
    const death = fc.option(
      fc.record({ calls: fc.nat(8), fault: fc.constantFrom<Fault>('before', 'after') }),
      { nil: undefined },
    );
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), others, death, async (scheduler, names, dies) => {
        const world = await aVisitors();
        const { finished } = executions(world, () => actorIn(world, scheduler));
        const first = actorIn(
          world,
          scheduler,
          dies ? dyingAfter(dies.calls, dies.fault) : undefined,
        );
        const promoting = [first, actorIn(world, scheduler)].map((actor) =>
          promoteUpload(actor, 'upl_photo'),
        );
        const acting = names.map((name) => actions[name](actorIn(world, scheduler)));
        const all = Promise.allSettled([...promoting, ...acting]).then(() =>
          finished().catch(quiet),
        );
        await scheduler.waitFor(all);
        await sweepUntilDone(world);
        await redelivered(world);
        const upload = await world.uploads.find('upl_photo');
        if (upload?.status === 'permanent') expect(await world.objects.head(upload)).toBeDefined();
        expect(promotedVersions(world)).toHaveLength(upload?.promotedKey === undefined ? 0 : 1);
        ends.add(upload?.status ?? 'erased');
      }),
      { numRuns: 1000 },
    );
    expect([...ends].sort()).toEqual(['erased', 'expired', 'permanent']);
  });
});

/** The same world; every copy runs after `act`. */
const beforeCopy = (world: World, act: (request: CopyRequest) => Promise<unknown>): World => {
  const copy = async (request: CopyRequest) => {
    await act(request);
    return world.objects.copy(request);
  };
  const objects = new Proxy(world.objects, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      return name === 'copy' ? copy : typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { ...world, objects };
};

describe('a promotion that is held while it copies', () => {
  it('leaves what a second delivery committed for the customer who claimed it meanwhile', async () => {
    const world = await aVisitors();
    const held = beforeCopy(world, async () => {
      await actions.claim(world);
      expect(await promoteUpload(world, 'upl_photo')).toBe('promoted');
    });
    expect(await promoteUpload(held, 'upl_photo')).toBe('kept');
    const upload = await world.uploads.find('upl_photo');
    expect(upload?.versionId).toBeDefined();
    expect(promotedVersions(world)).toEqual([upload?.versionId]);
  });

  it.each([false, true])(
    'and dies: a copy that appears after its upload was erased goes with the next delivery (public: %s)',
    async (isPublic) => {
      const world = aWorld();
      arrived(world, 'upl_photo', { isPublic });
      const dying = beforeCopy(world, async ({ target, contentType, metadata }) => {
        await actions.erase(world);
        world.objects.put(target.bucket, target.key, 'bytes of upl_photo', {
          contentType,
          metadata: { ...metadata },
        });
        throw new TransientFault('the function was cut off');
      });
      await errorOf(promoteUpload(dying, 'upl_photo'));
      expect(promotedVersions(world)).toHaveLength(1);
      expect([await promoteUpload(world, 'upl_photo'), promotedVersions(world)]).toEqual([
        'unavailable',
        [],
      ]);
    },
  );

  it('takes nothing away that somebody else keeps where an erased upload would have been', async () => {
    const world = aWorld();
    arrived(world, 'upl_photo');
    await actions.erase(world);
    world.objects.put(filesBucket, 'photos/promoted/upl_photo', 'something else');
    expect([await promoteUpload(world, 'upl_photo'), promotedVersions(world).length]).toEqual([
      'unavailable',
      1,
    ]);
  });
});
