import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countUploads } from '../../../core/retention/count-uploads.ts';
import type { Tally } from '../../../core/retention/model/upload-count.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import type { MemoryStats } from '../../fakes/retention/memory-stats.ts';
import { type Fault, faulty } from '../../fakes/shared/faulty.ts';
import { MemoryQuotas } from '../../fakes/uploads/memory-quotas.ts';
import {
  aCounter,
  count,
  created,
  next,
  quiet,
  removed,
  told,
  totalsOf,
} from './upload-changes.ts';

const steps: readonly Partial<Upload>[] = [
  { status: 'uploaded' },
  { status: 'checking' },
  { status: 'quarantined' },
  { status: 'permanent' },
  { status: 'expired' },
  { ownerId: 'usr_bob' },
  { category: 'video' },
];

/** The history of one upload: any changes in order, and perhaps its removal. */
const history = fc
  .record({
    changes: fc.array(fc.constantFrom(...steps), { maxLength: 5 }),
    isRemoved: fc.boolean(),
    isMadeAgain: fc.boolean(),
    sizeBytes: fc.integer({ min: 1, max: 1000 }),
    isReserved: fc.boolean(),
  })
  .map(({ changes, isRemoved, isMadeAgain, sizeBytes, isReserved }) => (uploadId: string) => {
    const { reservedFor, ...plain } = created({
      uploadId,
      sizeBytes,
      ownerId: 'ses_1',
      reservedFor: 'ses_1',
    });
    const records: Upload[] = [isReserved ? { ...plain, reservedFor: reservedFor ?? '' } : plain];
    for (const change of changes) records.push(next(records.at(-1) as Upload, change));
    const events = records.map((now, index) => told(now, records[index - 1]));
    const last = records.at(-1) as Upload;
    const first = records[0] as Upload;
    if (!isRemoved) return { events, first, last };
    const ended = [...events, removed(last)];
    // Only ids that derive from a file come again, and nothing is reserved for their records.
    if (!isMadeAgain || isReserved) return { events: ended, first, last: undefined };
    const again = { ...first, createdAt: '2030-01-09T00:00:00.000Z' };
    const after = next(again, changes[0] ?? { status: 'uploaded' });
    const all = [...ended, told(again), told(after, again)];
    return { events: all, first, last: after };
  });

const expectedOf = (uploads: readonly Upload[]): Record<string, Tally> => {
  const totals = new MemoryQuotas();
  for (const { category, status, ownerId, sizeBytes: bytes } of uploads)
    totals.move(
      [
        `category#${category}`,
        `status#${status}`,
        `owner#${ownerId.startsWith('ses_') ? 'session' : 'user'}`,
      ].map((name) => ({
        name,
        files: 1,
        bytes,
      })),
    );
  return totals.all;
};

const heldOf = (uploads: readonly Upload[], ownerId: string): Tally => {
  const held = uploads.filter(
    (one) =>
      one.reservedFor &&
      one.ownerId === ownerId &&
      ['pending', 'checking', 'uploaded'].includes(one.status),
  );
  return { files: held.length, bytes: held.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
};

const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

describe('a stream that repeats, reorders and breaks off', () => {
  it('ends at what the records say, whatever was told how often and in which order', async () => {
    const disorder = fc.record({
      histories: fc.array(history, { minLength: 1, maxLength: 6 }),
      order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      repeats: fc.infiniteStream(fc.integer({ min: 0, max: 2 })),
      faults: fc.infiniteStream(fc.constantFrom<Fault[]>(undefined, undefined, 'before', 'after')),
      batch: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(disorder, async ({ histories, order, repeats, faults, batch }) => {
        const lives = histories.map((make, index) => make(`upl_${index}`));
        const stats = aCounter(...lives.map(({ first }) => first));
        const shaky = faulty(stats, (operation) =>
          operation === 'count' ? faults.next().value : undefined,
        );
        const events = lives.flatMap((life) => life.events);
        const told = events.flatMap((event) =>
          Array.from({ length: repeats.next().value }, () => ({
            event,
            place: order.next().value,
          })),
        );
        const disordered = told.sort((a, b) => a.place - b.place).map(({ event }) => event);
        for (const some of chunks(disordered, batch))
          await countUploads({ stats: shaky }, some, quiet);
        // Delivers everything at least once, whatever failed before.
        for (const some of chunks(events, batch)) await count(stats, ...some);
        const alive = lives.flatMap(({ last }) => last ?? []);
        expect(await totalsOf(stats)).toEqual(expectedOf(alive));
        for (const owner of ['ses_1', 'usr_bob'])
          expect(stats.quotas.of(owner)).toEqual(heldOf(alive, owner));
      }),
      { numRuns: 300 },
    );
  });

  it('ends at the same with several consumers at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(history, { minLength: 1, maxLength: 4 }),
        async (scheduler, histories) => {
          const lives = histories.map((make, index) => make(`upl_${index}`));
          const stats = aCounter(...lives.map(({ first }) => first));
          const ports = {
            countedMany: scheduler.scheduleFunction((ids: readonly string[]) =>
              stats.countedMany(ids),
            ),
            count: scheduler.scheduleFunction((changes: Parameters<MemoryStats['count']>[0]) =>
              stats.count(changes),
            ),
          };
          const events = lives.flatMap((life) => life.events);
          const consumers = [events, events.toReversed(), events].map((told) =>
            countUploads({ stats: ports }, told, quiet),
          );
          await scheduler.waitFor(Promise.all(consumers));
          await count(stats, ...events);
          expect(await totalsOf(stats)).toEqual(
            expectedOf(lives.flatMap(({ last }) => last ?? [])),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
