import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eraseUpload } from '../../../core/retention/erase-upload.ts';
import type { Verdict } from '../../../core/scans/model/scan.ts';
import { receiveVerdict } from '../../../core/scans/receive-verdict.ts';
import { completeUpload } from '../../../core/uploads/complete-upload.ts';
import { receiveArrival } from '../../../core/uploads/receive-arrival.ts';
import { actorIn, executions, pay, quiet } from '../builders/races.ts';
import { aFile, anOrder } from '../builders/records.ts';
import { alice, filesBucket } from '../builders/world.ts';
import { type GatedWorld, gatedWorld, type SentFile, sent, uploadId, verdict } from './scanned.ts';

type Result = Verdict['result'];

/** An unpaid order over a file that has just come in. */
const ordered = () => {
  const world = gatedWorld();
  const file = sent(world, 'cat', { orderIds: ['ord_1'] });
  world.orders.put(anOrder(), [aFile('photo', { uploadId })]);
  return { world, file };
};

/** Delivered again until it went through, as its queue would. */
const deliver = async (world: GatedWorld, file: SentFile, result: Result): Promise<void> => {
  for (let delivery = 0; delivery < 20; delivery++) {
    try {
      await receiveVerdict(world, verdict(file, result));
      return;
    } catch {
      // The queue delivers it again.
    }
  }
};

const visible = ({ objects }: GatedWorld) =>
  Promise.all(
    objects.all
      .filter(({ bucket }) => bucket === filesBucket)
      .map(({ bucket, key }) => objects.head({ bucket, key })),
  );

const results = fc.array(fc.constantFrom<Result>('clean', 'infected', 'unscannable'), {
  minLength: 1,
  maxLength: 3,
});

type Order = { all: readonly Result[]; erases: boolean };

/** Completion, arrival, payment, erasure and verdicts at the same time, to their ends. */
const play = async (scheduler: fc.Scheduler, { all, erases }: Order) => {
  const { world, file } = ordered();
  let inTurn = () => actorIn(world, scheduler);
  const { finished } = executions(world, () => inTurn());
  const actor = () => actorIn(world, scheduler) as GatedWorld;
  const settled = () => finished().then(quiet, quiet);
  const acts = [
    completeUpload({ ...actor(), jobs: world.jobs }, alice, uploadId),
    receiveArrival(actor(), file),
    pay(actor(), 30),
    ...all.map((result) => deliver(actor(), file, result)),
    ...(erases ? [eraseUpload(actor(), uploadId, alice.ownerId)] : []),
  ];
  await scheduler.waitFor(Promise.allSettled(acts).then(settled));
  inTurn = () => world;
  await receiveArrival(world, file);
  await pay(world, 1);
  await settled();
  return { world, upload: await world.uploads.find(uploadId) };
};

describe('verdicts, a completion, a payment and an erasure at the same time', () => {
  it('end with the strongest verdict, and with no infected file that anyone can get', async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), results, fc.boolean(), async (scheduler, all, erases) => {
        const { world, upload } = await play(scheduler, { all, erases });
        ends.add(`${upload?.status ?? 'erased'}`);
        // Marked by the erasure before it came in whole: never served, and the sweep erases it.
        const isBeingErased = upload?.status === 'pending' && upload.removal?.as === 'erased';
        if (!upload || isBeingErased) return;
        if (all.includes('infected')) expect(upload.status).toBe('quarantined');
        else if (all.includes('clean'))
          // An order that met the weaker verdict first has failed, and its file is free again.
          expect(upload.status).toMatch(
            all.includes('unscannable') ? /permanent|uploaded/ : /permanent/,
          );
        else
          expect(upload).toMatchObject({ status: 'quarantined', scan: { result: 'unscannable' } });
        if (upload.withdrawnAt !== undefined) expect(await visible(world)).toEqual([undefined]);
      }),
      { numRuns: 300 },
    );
    expect([...ends]).toEqual(expect.arrayContaining(['erased', 'permanent', 'quarantined']));
  });
});
