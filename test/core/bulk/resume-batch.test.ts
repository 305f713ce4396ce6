import { describe, expect, it } from '@jest/globals';
import { samplePlan } from '../../contracts/bulk/batch-samples.ts';
import { Killed } from '../../fakes/bulk/memory-transfers.ts';
import {
  aMigration,
  batchId,
  type Migration,
  manyFiles,
  planned,
  recordsOf,
  run,
} from '../builders/migration.ts';

/**
 * The process dies once that many files were written: nothing it would do afterwards happens, its
 * lease runs out.
 */
const killAfter = async (world: Migration, files: number): Promise<void> => {
  const { batches } = world;
  const alive = { save: batches.save, update: batches.update, release: batches.release };
  const never = () => Promise.reject(new Killed('kill -9'));
  world.transfers.after = () => {
    if (world.transfers.sent.length < files) return;
    Object.assign(batches, { save: never, update: never, release: never });
    throw new Killed('kill -9');
  };
  await expect(run(world)).rejects.toBeInstanceOf(Killed);
  Object.assign(batches, alive);
  world.transfers.after = () => undefined;
  world.clock.advance(60_000);
};

describe('resume after kill -9', () => {
  it.each([1, 4, 5, 6, 17, 39, 40])(
    'after %i files: the same objects and report as an uninterrupted run',
    async (files) => {
      const world = aMigration(manyFiles(40));
      const calm = aMigration(manyFiles(40));
      for (const one of [world, calm]) await planned(one, samplePlan({ batchSize: 5 }));
      await killAfter(world, files);
      expect((await world.batches.find(batchId))?.status).toBe('running');
      expect((await run(world)).status).toBe('completed');
      await run(calm);
      const report = async (of: Migration) =>
        (await recordsOf(of)).map(({ path, key, status, sha256, created }) => ({
          path,
          key,
          status,
          sha256,
          created,
        }));
      expect(await report(world)).toEqual(await report(calm));
      expect(world.destination.contents).toEqual(calm.destination.contents);
      expect(world.destination.versions).toBe(40);
    },
  );

  it.each([1, 10, 11, 25])(
    'after %i groups: lists on from a file whose record is there',
    async (groups) => {
      const world = aMigration(manyFiles(40));
      await planned(world, samplePlan({ batchSize: 1 }));
      await killAfter(world, groups);
      const { listedTo } = (await world.batches.find(batchId)) ?? {};
      const onRecord = (await recordsOf(world)).map(({ path }) => path);
      const noted = Object.keys(manyFiles(40))
        .sort()
        .slice(0, Math.floor((groups - 1) / 10) * 10 + 1);
      expect(listedTo).toBe(noted.at(-1));
      expect(onRecord).toEqual(expect.arrayContaining(noted));
      world.source.listed.length = 0;
      expect((await run(world)).status).toBe('completed');
      expect(world.source.listed).toHaveLength(40 - noted.length);
      expect(world.destination.versions).toBe(40);
    },
  );

  it('lists each file of the source to the engine once, though the last group may be listed again', async () => {
    const world = aMigration(manyFiles(40));
    await planned(world, samplePlan({ batchSize: 5 }));
    await killAfter(world, 17);
    await run(world);
    expect(world.transfers.sent.length).toBe(40);
    expect(new Set(world.transfers.sent).size).toBe(40);
  });
});
