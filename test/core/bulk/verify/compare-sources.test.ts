import { describe, expect, it } from '@jest/globals';
import { createBatch } from '../../../../core/bulk/create-batch.ts';
import { runBatch } from '../../../../core/bulk/run-batch.ts';
import { verifyBatch } from '../../../../core/bulk/verify/verify-batch.ts';
import type { Problem } from '../../../../core/bulk/verify/verify-record.ts';
import { samplePlan } from '../../../contracts/bulk/batch-samples.ts';
import { MemorySource } from '../../../fakes/bulk/memory-source.ts';
import { MemoryTransfers } from '../../../fakes/bulk/memory-transfers.ts';
import {
  aMigration,
  batchId,
  type Migration,
  planned,
  registering,
  run,
} from '../../builders/migration.ts';

const signal = new AbortController().signal;

const migrated = async (): Promise<Migration> => {
  const world = aMigration({ 'a.jpg': 'A', 'b.jpg': 'B', 'c.jpg': 'C' });
  await planned(world, samplePlan());
  await run(world);
  return world;
};

const compared = async (world: Migration) => {
  const problems: Problem[] = [];
  const result = await verifyBatch({ ...world, sources: world }, batchId, {
    signal,
    onProblem: (problem) => problems.push(problem),
  });
  return {
    stale: result.stale,
    problems: problems.map(({ kind, path, detail }) => [kind, path, detail]),
  };
};

describe('verify a batch, and compare it with its source', () => {
  it('finds nothing while the source is what was sent', async () => {
    expect(await compared(await migrated())).toEqual({ stale: 0, problems: [] });
  });

  it('finds files that were edited, were removed, or came since', async () => {
    const world = await migrated();
    world.source.put('a.jpg', 'X');
    world.source.put('b.jpg', 'longer');
    world.source.delete('c.jpg');
    world.source.put('new.jpg', 'N');
    expect(await compared(world)).toEqual({
      stale: 4,
      problems: [
        ['stale', 'b.jpg', 'The source has 6 bytes now; 1 were sent.'],
        ['stale', 'c.jpg', 'The file is gone from its source.'],
        ['stale', 'a.jpg', 'The source has other bytes now.'],
        ['stale', 'new.jpg', 'The source has this file, and the batch does not.'],
      ],
    });
  });

  it('asks for no file that is not selected', async () => {
    const world = await migrated();
    world.source.put('notes.txt', 'N');
    world.selects = (path) => path.endsWith('.jpg');
    expect(await compared(world)).toMatchObject({ stale: 0 });
  });

  it('does not look at the source unless it is asked to', async () => {
    const world = await migrated();
    world.source.put('a.jpg', 'X');
    const result = await verifyBatch(world, batchId, { signal, onProblem: () => undefined });
    expect(result).not.toHaveProperty('stale');
  });
});

describe('two sources with equal paths in one category', () => {
  const second = async (world: Migration, text: string, onConflict: 'skip' | 'fail') => {
    const source = new MemorySource({ 'a.jpg': text });
    const other = { ...world, source, transfers: new MemoryTransfers(source, world.destination) };
    const plan = registering({ onConflict });
    await createBatch(other, { batchId: 'bat_2', plan, dryRun: false, createdBy: 'ada' });
    return runBatch(other, 'bat_2', { signal });
  };
  const first = async (): Promise<Migration> => {
    const world = aMigration({ 'a.jpg': 'A' });
    await planned(world, registering());
    await run(world);
    return world;
  };

  it.each(['skip', 'fail'] as const)(
    'are a conflict if their bytes differ, and the first stays (%s)',
    async (onConflict) => {
      const world = await first();
      const before = world.destination.contents;
      expect((await second(world, 'B', onConflict)).status).toBe('completed_with_errors');
      expect(world.destination.contents).toEqual(before);
    },
  );

  it('are one file if their bytes are the same', async () => {
    expect((await second(await first(), 'A', 'skip')).status).toBe('completed');
  });

  it('never overwrite each other', async () => {
    const plan = registering({ onConflict: 'overwrite' });
    await expect(planned(aMigration({}), plan)).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});
