import { describe, expect, it } from '@jest/globals';
import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import type { SourceRows, Unwritten } from '../../../core/bulk/ports.ts';
import { rollbackBatch } from '../../../core/bulk/rollback/rollback-batch.ts';
import { runBatch } from '../../../core/bulk/run-batch.ts';
import { samplePlan } from '../../contracts/bulk/batch-samples.ts';
import { aMigration, batchId, pathsOf, planned, registering } from '../builders/migration.ts';

/**
 * Rows that write down what they are told; `stale` names files whose rows were changed meanwhile.
 */
class MemoryRows implements SourceRows {
  readonly told: string[] = [];
  readonly stale: readonly string[];

  constructor(stale: readonly string[] = []) {
    this.stale = stale;
  }

  async prepare(): Promise<void> {
    this.told.push('prepared');
  }

  async writeOutcomes(records: readonly BatchRecord[]): Promise<Unwritten[]> {
    this.told.push(...records.map(({ path, status }) => `${path} ${status}`));
    return records
      .filter(({ path }) => this.stale.includes(path))
      .map(({ recordId, path }) => ({ recordId, reason: `The row of ${path} is closed.` }));
  }

  async restore(
    _batchId: string,
    records: readonly BatchRecord[],
  ): Promise<{ restored: number; kept: number }> {
    this.told.push(...records.map(({ path }) => `${path} restored`));
    return { restored: records.length, kept: 0 };
  }

  async undo(): Promise<{ restored: number; kept: number }> {
    this.told.push('undone');
    return { restored: 0, kept: 0 };
  }

  /** Paths of files whose objects rows of another batch name. */
  shared: readonly string[] = [];

  async namedByOthers(_batchId: string, records: readonly BatchRecord[]) {
    const named = records.filter(({ path }) => this.shared.includes(path));
    return new Set(named.map(({ recordId }) => recordId));
  }

  rehearse = async () => undefined;
  identify = async () => ({ id: '1/1', name: 'shop', address: 'db:5432' });
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
    expect([rows.told[0], ...rows.told.slice(1).sort()]).toEqual([
      'prepared',
      'a.jpg transferred',
      'b//c.jpg failed',
    ]);
  });

  it('that cannot be written make their file a changed one, and say why', async () => {
    const { world, batch } = await migrated(new MemoryRows(['a.jpg']));
    expect(batch.status).toBe('completed_with_errors');
    expect(await pathsOf(world, 'changed')).toEqual(['a.jpg']);
    for await (const { reason } of world.batches.records(batchId, 'changed'))
      expect(reason).toBe('The row of a.jpg is closed.');
  });

  it('that cannot be written are told as what is on record, not as what was sent', async () => {
    const world = {
      ...aMigration({ 'a.jpg': 'A', 'b.jpg': 'B' }),
      rows: new MemoryRows(['a.jpg']),
    };
    const told: string[] = [];
    await planned(world);
    const onRecord = ({ path, status }: BatchRecord) => told.push(`${path} ${status}`);
    await runBatch({ ...world, onRecord }, batchId, { signal });
    expect(told.sort()).toEqual(['a.jpg changed', 'b.jpg transferred']);
  });

  it('hear nothing of a batch of all or nothing that was not published', async () => {
    const rows = new MemoryRows();
    await migrated(rows, registering({ atomic: true }));
    expect(rows.told).toEqual(['prepared']);
  });

  it('go back with their files, before these go, and stay with files that are kept', async () => {
    const rows = new MemoryRows();
    const world = { ...aMigration({ 'a.jpg': 'A', 'b.jpg': 'B', 'c.jpg': 'C' }), rows };
    await planned(world);
    await runBatch(world, batchId, { signal });
    world.source.delete('c.jpg');
    const back = () => rollbackBatch(world, batchId, { apply: true, moreThanHalf: true, signal });
    rows.told.length = 0;
    expect(await back()).toMatchObject({
      removed: 2,
      kept: 1,
      status: 'partly_rolled_back',
      rowsRestored: 2,
    });
    expect(rows.told).toEqual(['a.jpg restored', 'b.jpg restored']);
    world.source.put('c.jpg', 'C');
    expect(await back()).toMatchObject({ removed: 1, status: 'rolled_back', rowsRestored: 1 });
    expect(rows.told.slice(2)).toEqual(['c.jpg restored', 'undone']);
  });

  it('of another batch keep the object that they name, until that batch is rolled back', async () => {
    const rows = new MemoryRows();
    const world = { ...aMigration({ 'a.jpg': 'A', 'b.jpg': 'B' }), rows };
    await planned(world);
    await runBatch(world, batchId, { signal });
    rows.shared = ['b.jpg'];
    const fates: string[] = [];
    const back = (apply: boolean) =>
      rollbackBatch(world, batchId, {
        ...{ apply, moreThanHalf: true, signal },
        onRecord: ({ path }, fate) => fates.push(`${path} ${fate}`),
      });
    expect(await back(false)).toMatchObject({ removed: 1, kept: 1 });
    expect(await back(true)).toMatchObject({ kept: 1, status: 'partly_rolled_back' });
    expect(fates).toContain('b.jpg kept: a row of another batch names it');
    rows.shared = [];
    expect(await back(true)).toMatchObject({ removed: 1, status: 'rolled_back' });
  });

  it('go back of files that were there before the batch, too', async () => {
    const rows = new MemoryRows();
    const world = { ...aMigration({ 'a.jpg': 'A', 'b.jpg': 'B' }), rows };
    world.destination.put('old/a.jpg', 'A');
    await planned(world);
    await runBatch(world, batchId, { signal });
    world.source.delete('b.jpg');
    await rollbackBatch(world, batchId, { apply: true, moreThanHalf: true, signal });
    expect(rows.told).toContain('a.jpg restored');
    expect(rows.told).not.toContain('b.jpg restored');
  });
});
