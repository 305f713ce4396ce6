import { beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteBatches } from '../../../../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../../../../adapters/bulk/journal/sqlite-journal.ts';
import type { Batch, BatchRecord, RecordStatus } from '../../../../core/bulk/model/batch.ts';
import { unchangedSince } from '../../../../core/bulk/second-pass/unchanged-since.ts';
import { sampleBatch, sampleRecord } from '../../../contracts/bulk/batch-samples.ts';
import { FixedClock } from '../../../fakes/shared/fixed-clock.ts';

const now = '2030-02-02T00:00:00.000Z';
const groups = [
  ['a', 'b', 'c'],
  ['d', 'e', 'f'],
  ['g', 'h'],
] as const;
const all = groups.flat();
let batches: SqliteBatches;
let first: Batch;
let second: Batch;

const heldBy = async ({ batchId }: Batch) => {
  const lease = await batches.lease(batchId, 'ada', 3_600);
  if (!lease) throw new Error('expected a lease');
  return lease;
};

const arrived = (path: string): BatchRecord =>
  sampleRecord(first, path, { status: 'transferred', sha256: `sum of ${path}` });

/** The first batch has rows, the second one a row and ranges of these. */
beforeEach(async () => {
  batches = new SqliteBatches(new SqliteJournal(':memory:'), new FixedClock());
  [first, second] = [sampleBatch(), sampleBatch()];
  for (const batch of [first, second]) await batches.create(batch);
  await batches.add(first.batchId, all.map(arrived), await heldBy(first));
  const row = sampleRecord(second, 'row', { status: 'skipped' });
  await batches.add(second.batchId, [row], await heldBy(second));
  const since = { batchId: second.batchId, earlierId: first.batchId, now };
  for (const group of groups) {
    const records = group.map((path) => unchangedSince(arrived(path), since));
    const unchanged = { earlierId: first.batchId, records };
    await batches.addUnchanged(second.batchId, unchanged, await heldBy(second));
  }
});

/** Writes the record of a path in the first batch: the second one gets a row of its own for it. */
const moveOut = async (path: string): Promise<void> => {
  const failed = { ...arrived(path), status: 'failed' as const };
  await batches.update(first.batchId, [failed], await heldBy(first));
};

/** Paths of a walk; `moves` says what another process does once a path was read. */
const walked = async (
  moves: Readonly<Record<string, string[]>>,
  status?: RecordStatus,
): Promise<string[]> => {
  const paths: string[] = [];
  for await (const { path } of batches.records(second.batchId, status)) {
    paths.push(path);
    for (const moved of moves[path] ?? []) await moveOut(moved);
  }
  return paths;
};

describe('records that another process takes out of their range during a walk', () => {
  it.each<[string, Record<string, string[]>]>([
    ['after the last row', { row: ['a', 'e', 'h'] }],
    ['from the range that is read', { a: ['a', 'b', 'c'] }],
    ['from ranges that were read', { d: ['a', 'd'], h: ['b', 'g', 'h'] }],
    ['from ranges that come', { c: ['d', 'f'], e: ['h'], f: ['g'] }],
    ['one after the other', Object.fromEntries(all.map((path) => [path, [path]]))],
  ])('come once: %s', async (_when, moves) => {
    for (const status of ['skipped', undefined] as const)
      expect((await walked(moves, status)).sort()).toEqual([...all, 'row']);
  });

  it('come once, when a walk goes on after one that it read', async () => {
    const after = unchangedSince(arrived('b'), {
      batchId: second.batchId,
      earlierId: first.batchId,
      now,
    }).recordId;
    const paths: string[] = [];
    for await (const { path } of batches.records(second.batchId, undefined, { after })) {
      paths.push(path);
      if (path === 'c') for (const moved of ['a', 'd', 'h']) await moveOut(moved);
    }
    expect(paths.sort()).toEqual(['c', 'd', 'e', 'f', 'g', 'h']);
  });
});
