import { describe, expect, it } from '@jest/globals';
import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import type { SourceRows } from '../../../core/bulk/ports.ts';
import { rollbackBatch } from '../../../core/bulk/rollback-batch.ts';
import { runBatch } from '../../../core/bulk/run-batch.ts';
import { samplePlan } from '../../contracts/bulk/batch-samples.ts';
import { aMigration, batchId, pathsOf, planned, registering } from '../builders/migration.ts';

/** Rows that write down what they are told; `stale` names files whose rows were changed meanwhile. */
class MemoryRows implements SourceRows {
  readonly told: string[] = [];
  readonly stale: readonly string[];

  constructor(stale: readonly string[] = []) {
    this.stale = stale;
  }

  async prepare(): Promise<void> {
    this.told.push('prepared');
  }

  async written(records: readonly BatchRecord[]): Promise<string[]> {
    this.told.push(...records.map(({ path, status }) => `${path} ${status}`));
    return records.filter(({ path }) => this.stale.includes(path)).map(({ recordId }) => recordId);
  }

  async undo(): Promise<{ restored: number; kept: number }> {
    this.told.push('undone');
    return { restored: 0, kept: 0 };
  }

  check = async () => [];
  close = async () => undefined;
}

const signal = new AbortController().signal;

const migrated = async (rows: MemoryRows, plan = samplePlan()) => {
  const world = { ...aMigration({ 'a.jpg': 'A', 'b//c.jpg': 'x' }), rows };
  await planned(world, plan);
  const batch = await runBatch(world, batchId, { signal });
  return { world, batch };
};

describe('rows that name files', () => {
  it('are prepared first and told of every outcome, of what may not be taken too', async () => {
    const rows = new MemoryRows();
    await migrated(rows);
    expect([rows.told[0], ...rows.told.slice(1).sort()]).toEqual(['prepared', 'a.jpg transferred', 'b//c.jpg failed']);
  });

  it('that name another file by now make theirs a changed one', async () => {
    const { world, batch } = await migrated(new MemoryRows(['a.jpg']));
    expect(batch.status).toBe('completed_with_errors');
    expect(await pathsOf(world, 'changed')).toEqual(['a.jpg']);
  });

  it('hear nothing of a batch of all or nothing that was not published', async () => {
    const rows = new MemoryRows();
    await migrated(rows, registering({ atomic: true }));
    expect(rows.told).toEqual(['prepared']);
  });

  it('go back once nothing of the batch is left, and not before', async () => {
    const rows = new MemoryRows();
    const { world } = await migrated(rows);
    world.source.delete('a.jpg');
    const back = () => rollbackBatch(world, batchId, { apply: true, moreThanHalf: true, signal });
    await back();
    expect(rows.told).not.toContain('undone');
    world.source.put('a.jpg', 'A');
    expect(await back()).toMatchObject({ status: 'rolled_back' });
    expect(rows.told.at(-1)).toBe('undone');
  });
});
