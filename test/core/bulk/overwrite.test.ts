import { describe, expect, it } from '@jest/globals';
import { dryRunBatch } from '../../../core/bulk/dry-run-batch.ts';
import type { TransferOutcome } from '../../../core/bulk/model/transfer.ts';
import { rollbackBatch } from '../../../core/bulk/rollback/rollback-batch.ts';
import { samplePlan } from '../../contracts/bulk/batch-samples.ts';
import { aMigration, batchId, type Migration, planned, run } from '../builders/migration.ts';

const plan = samplePlan({ onConflict: 'overwrite' });
const signal = new AbortController().signal;

const withBoth = (): Migration => {
  const world = aMigration({ 'new.jpg': 'N', 'same.jpg': 'S', 'other.jpg': 'O' });
  world.destination.put('old/same.jpg', 'S');
  world.destination.put('old/other.jpg', 'what was there');
  return world;
};

/** The engine as it answers over a bucket without versions. */
const unversioned = (world: Migration, versionId: 'null' | undefined): Migration => {
  const send = world.transfers.send.bind(world.transfers);
  world.transfers.send = async function* (jobs, stop) {
    for await (const outcome of send(jobs, stop)) {
      const { versionId: _none, ...rest } = { versionId: undefined, ...outcome };
      yield { ...rest, ...(versionId && { versionId }) } as TransferOutcome;
    }
  };
  return world;
};

const fatesOf = async (
  work: (onFate: (record: { path: string }, fate: string) => void) => Promise<unknown>,
): Promise<Record<string, string>> => {
  const fates: Record<string, string> = {};
  await work(({ path }, fate) => Object.assign(fates, { [path]: fate }));
  return fates;
};

const back = (world: Migration) =>
  fatesOf((onRecord) =>
    rollbackBatch(world, batchId, { apply: true, moreThanHalf: true, signal, onRecord }),
  );

describe('a dry run of a batch that overwrites', () => {
  it('says which files it would overwrite', async () => {
    const world = withBoth();
    await planned(world, plan, true);
    expect(await fatesOf((onFate) => dryRunBatch(world, batchId, { signal, onFate }))).toEqual({
      'new.jpg': 'transfer',
      'same.jpg': 'same bytes there',
      'other.jpg': 'overwrite',
    });
  });
});

describe('the rollback of a batch that overwrote', () => {
  it('brings back what was there, where there are versions', async () => {
    const world = withBoth();
    await planned(world, plan);
    await run(world);
    expect(world.destination.contents['old/other.jpg']).toBe('O');
    await back(world);
    expect(world.destination.contents).toEqual({
      'old/same.jpg': 'S',
      'old/other.jpg': 'what was there',
    });
  });

  it.each([undefined, 'null'] as const)(
    'removes nothing that may have replaced a file for good (version: %s)',
    async (versionId) => {
      const world = unversioned(withBoth(), versionId);
      await planned(world, plan);
      await run(world);
      expect(await back(world)).toEqual({
        'new.jpg': 'kept: it may have replaced another file',
        'other.jpg': 'kept: it may have replaced another file',
      });
      expect(world.destination.removed).toEqual([]);
    },
  );
});
