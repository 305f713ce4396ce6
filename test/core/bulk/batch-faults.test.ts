import { describe, expect, it } from '@jest/globals';
import type { Batch } from '../../../core/bulk/model/batch.ts';
import { rollbackBatch } from '../../../core/bulk/rollback/rollback-batch.ts';
import { runBatch } from '../../../core/bulk/run-batch.ts';
import { type Fault, faulty } from '../../fakes/shared/faulty.ts';
import {
  aMigration,
  batchId,
  type Migration,
  manyFiles,
  planned,
  recordsOf,
  registering,
} from '../builders/migration.ts';

const files = manyFiles(12);

type Plan = Parameters<typeof planned>[1];

const signal = new AbortController().signal;

/**
 * Every call to the journal, the registry and the destination counts; the one at `position` fails.
 */
const failingAt = (
  world: Migration,
  position: number,
  fault: Fault,
): Migration & { calls: () => number } => {
  let calls = 0;
  const decide = (operation: string): Fault => {
    if (operation === 'records' || operation === 'list' || operation === 'put') return undefined;
    calls += 1;
    return calls === position ? fault : undefined;
  };
  const { batches, uploads, destination } = world;
  return {
    ...world,
    batches: faulty(batches, decide) as typeof batches,
    uploads: faulty(uploads, decide) as typeof uploads,
    destination: faulty(destination, decide) as typeof destination,
    calls: () => calls,
  };
};

const runOnce = (world: Migration): Promise<Batch | undefined> =>
  runBatch(world, batchId, { signal }).catch(() => undefined);

const aBatch = async (plan: Plan): Promise<Migration> => {
  const world = aMigration(files);
  await planned(world, plan);
  return world;
};

/** How many calls an undisturbed run makes. */
const callsOf = async (plan: Plan): Promise<number> => {
  const counting = failingAt(await aBatch(plan), 0, undefined);
  await runOnce(counting);
  return counting.calls();
};

const resumed = async (world: Migration): Promise<Batch> => {
  world.clock.advance(60_000);
  const current = await world.batches.find(batchId);
  return current?.status === 'completed' ? current : runBatch(world, batchId, { signal });
};

const assertWhole = async (world: Migration): Promise<void> => {
  expect(await resumed(world)).toMatchObject({ status: 'completed' });
  const records = await recordsOf(world);
  expect(records.map(({ status, created }) => [status, created])).toEqual(
    Array(12).fill(['transferred', true]),
  );
  expect(world.destination.versions).toBe(12);
  const uploads = await world.uploads.findMany(records.map(({ uploadId = '' }) => uploadId));
  expect(uploads).toHaveLength(12);
};

describe.each([
  ['a batch that registers as it goes', registering({ batchSize: 4 })],
  ['a batch of all or nothing', registering({ batchSize: 4, atomic: true })],
])('%s, with one fault at every call there is', (_name, plan) => {
  it.each(['before', 'after'] as const)(
    '%s its effect: the resume ends as if nothing had been',
    async (fault) => {
      const calls = await callsOf(plan);
      expect(calls).toBeGreaterThan(20);
      for (let position = 1; position <= calls; position += 1) {
        const world = await aBatch(plan);
        await runOnce(failingAt(world, position, fault));
        await assertWhole(world);
      }
    },
  );
});

describe('a rollback, with one fault at every call there is', () => {
  const options = { apply: true, moreThanHalf: true, signal };

  const back = (world: Migration) =>
    rollbackBatch(
      {
        ...world,
        registrations: {
          remove: async ({ uploadId }) => {
            await world.uploads.remove(uploadId);
            return true;
          },
        },
      },
      batchId,
      options,
    );

  const migrated = async (): Promise<Migration> => {
    const world = await aBatch(registering({ batchSize: 4 }));
    await runOnce(world);
    return world;
  };

  it.each(['before', 'after'] as const)(
    '%s its effect: repeated, it removes everything',
    async (fault) => {
      const counting = failingAt(await migrated(), 0, undefined);
      await back(counting);
      for (let position = 1; position <= counting.calls(); position += 1) {
        const world = await migrated();
        await back(failingAt(world, position, fault)).catch(() => undefined);
        world.clock.advance(60_000);
        expect(await back(world)).toMatchObject({ kept: 0, status: 'rolled_back' });
        expect(world.destination.versions).toBe(0);
        expect(
          await world.uploads.findMany(
            (await recordsOf(world)).map(({ recordId }) => `upl_${recordId}`),
          ),
        ).toEqual([]);
      }
    },
  );
});
