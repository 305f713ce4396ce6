import { describe, expect, it } from '@jest/globals';
import { samplePlan } from '../../../contracts/bulk/batch-samples.ts';
import { aMigration, type Migration, manyFiles, planned, run } from '../../builders/migration.ts';
import { back } from './roll-back.ts';

describe('more than half of a prefix', () => {
  const besides = async (others: number): Promise<Migration> => {
    const world = aMigration(manyFiles(4));
    for (let index = 0; index < others; index += 1)
      world.destination.put(`old/theirs-${index}`, 'theirs');
    await planned(world, samplePlan({ batchSize: 1 }));
    await run(world);
    return world;
  };

  it('goes with consent only', async () => {
    const world = await besides(3);
    await expect(back(world, { moreThanHalf: false })).rejects.toMatchObject({
      name: 'BatchRefused',
      message: expect.stringMatching(
        /made 4 of the 7 objects.*--more-than-half, or moreThanHalf: true/,
      ),
    });
    expect(world.destination.removed).toEqual([]);
  });

  it('is said by a rollback that only looks', async () => {
    const look = { apply: false, moreThanHalf: false };
    expect(await back(await besides(3), look)).toMatchObject({
      removed: 4,
      needsConsent: 'moreThanHalf',
    });
    expect(await back(await besides(4), look)).not.toHaveProperty('needsConsent');
    expect(await back(await besides(3), { apply: false })).not.toHaveProperty('needsConsent');
  });

  it('is not what half of it is', async () => {
    const world = await besides(4);
    expect(await back(world, { moreThanHalf: false })).toMatchObject({
      removed: 4,
      status: 'rolled_back',
    });
  });

  it('is measured by what was there before the rollback began', async () => {
    const world = await besides(4);
    const controller = new AbortController();
    await back(world, {
      moreThanHalf: false,
      signal: controller.signal,
      onRecord: () => controller.abort(),
    });
    expect(world.destination.removed).toHaveLength(1);
    expect(await back(world, { moreThanHalf: false })).toMatchObject({ status: 'rolled_back' });
  });
});
