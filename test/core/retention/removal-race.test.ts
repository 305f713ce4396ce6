import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanUp } from '../../../core/retention/clean-up.ts';
import { eraseUpload } from '../../../core/retention/erase-upload.ts';
import type { Fault } from '../../fakes/shared/faulty.ts';
import {
  actorIn,
  dyingAfter,
  executions,
  hasBytes,
  oldOrder,
  operator,
  pay,
  quiet,
  sweepUntilDone,
} from '../builders/races.ts';
import { stored, type World } from '../builders/world.ts';

/** Whether a caller marked the permanent file for erasure. Then the file may go. */
const markedForGood = ({ uploads }: World) => {
  const seen = { isMarked: false };
  const save = uploads.save.bind(uploads);
  uploads.save = async (upload) => {
    const saved = await save(upload);
    if (saved.status === 'permanent' && saved.removal?.as === 'erased') seen.isMarked = true;
    return saved;
  };
  return seen;
};

type Remover = 'sweeper' | 'owner';

const remove = (world: World, as: Remover): Promise<string> =>
  (as === 'sweeper'
    ? cleanUp(world, operator, { olderThanHours: 1, dryRun: false }, quiet)
    : eraseUpload(world, 'upl_photo', 'usr_alice')
  ).then(
    () => 'done',
    ({ name }: Error) => name,
  );

describe('removals, a payment and its migration at the same time', () => {
  it('leave a delivered file or none, and whoever was told “in use” by all keeps it', async () => {
    const ends = new Set<string>();
    const removers = fc.array(fc.constantFrom<Remover>('sweeper', 'owner'), {
      minLength: 1,
      maxLength: 3,
    });
    const death = fc.option(
      fc.record({ calls: fc.nat(14), fault: fc.constantFrom<Fault>('before', 'after') }),
      { nil: undefined },
    );
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), removers, death, async (scheduler, as, dies) => {
        const world = oldOrder();
        const deliberately = markedForGood(world);
        let inTurn = () => actorIn(world, scheduler);
        const { finished } = executions(world, () => inTurn());
        const actors = as.map((_, index) =>
          actorIn(
            world,
            scheduler,
            index === 0 && dies ? dyingAfter(dies.calls, dies.fault) : undefined,
          ),
        );
        const removing = Promise.all(
          actors.map((actor, index) => remove(actor, as[index] ?? 'owner')),
        );
        const all = Promise.all([removing, pay(actorIn(world, scheduler), 30)]).then(
          async ([answers]) => {
            await finished();
            return answers;
          },
        );
        const answers = await scheduler.waitFor(all);
        inTurn = () => world;
        await sweepUntilDone(world);
        await pay(world, 1);
        await finished();
        const { order } = await stored(world);
        const upload = await world.uploads.find('upl_photo');
        const isDelivered = order.status === 'completed' && !deliberately.isMarked;
        expect(upload?.removal).toBeUndefined();
        expect(upload?.status === 'permanent').toBe(isDelivered);
        if (upload && isDelivered) expect(await world.objects.head(upload)).toBeDefined();
        else expect(hasBytes(world)).toBe(false);
        if (!as.includes('sweeper') && answers.every((answer) => answer === 'UploadInUse'))
          expect(isDelivered).toBe(true);
        ends.add(
          isDelivered
            ? 'delivered'
            : order.status === 'completed'
              ? 'erased after delivery'
              : 'gone before',
        );
      }),
      { numRuns: 500 },
    );
    expect(ends).toContain('delivered');
    expect(ends).toContain('gone before');
  });
});
