import { describe, expect, it } from '@jest/globals';
import { rollbackBatch } from '../../../../core/bulk/rollback/rollback-batch.ts';
import { samplePlan } from '../../../contracts/bulk/batch-samples.ts';
import { Killed } from '../../../fakes/bulk/memory-transfers.ts';
import {
  aMigration,
  batchId,
  manyFiles,
  pathsOf,
  planned,
  recordsOf,
  run,
} from '../../builders/migration.ts';
import { back } from './roll-back.ts';

/** A batch whose runner is gone after so many files were written, and none was recorded. */
const killedAfter = async (files: number) => {
  const world = aMigration(manyFiles(6));
  await planned(world, samplePlan({ batchSize: 50 }));
  world.transfers.after = () => {
    if (world.transfers.sent.length === files) throw new Killed('kill -9');
  };
  await expect(run(world)).rejects.toBeInstanceOf(Killed);
  expect(await pathsOf(world, 'transferred')).toEqual([]);
  const batch = await world.batches.find(batchId);
  // A killed runner cannot say that it ended.
  if (batch) await world.batches.save({ ...batch, status: 'running' });
  return world;
};

describe('rollback after kill -9', () => {
  it('finds objects that were written just before, though no record says so', async () => {
    const world = await killedAfter(4);
    expect(await back(world)).toMatchObject({ removed: 4, status: 'rolled_back' });
    expect(world.destination.versions).toBe(0);
  });

  it('finds an object that storage finishes only after the runner was killed', async () => {
    const world = await killedAfter(1);
    const [record] = await recordsOf(world, 'planned');
    const { key = 'none', path = 'none' } = record ?? {};
    const stored = await world.destination.head(key);
    await world.destination.remove(key, stored?.versionId);
    const sleep = async (): Promise<void> => {
      world.destination.put(key, world.source.read(path)?.bytes ?? 'none', stored?.metadata);
    };
    const options = { apply: true, moreThanHalf: true, signal: new AbortController().signal };
    expect(await rollbackBatch({ ...world, sleep }, batchId, options)).toMatchObject({
      removed: 1,
      status: 'rolled_back',
    });
    expect(world.destination.versions).toBe(0);
  });

  it('keeps what another program wrote under the key of a file that never arrived', async () => {
    const world = await killedAfter(1);
    const unsent = (await recordsOf(world, 'planned')).at(-1);
    world.destination.put(unsent?.key ?? 'none', 'theirs');
    expect(await back(world)).toMatchObject({ removed: 1, status: 'rolled_back' });
    expect(Object.values(world.destination.contents)).toEqual(['theirs']);
  });
});
