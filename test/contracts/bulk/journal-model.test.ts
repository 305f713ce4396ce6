import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SqliteBatches } from '../../../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../../../adapters/bulk/journal/sqlite-journal.ts';
import type { Batch, BatchRecord, Lease } from '../../../core/bulk/model/batch.ts';
import type { Batches } from '../../../core/bulk/ports.ts';
import { unchangedSince } from '../../../core/bulk/second-pass/unchanged-since.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { sampleBatch, sampleRecord } from './batch-samples.ts';

const paths = ['a', 'a/b', 'b', 'c', 'd', 'e', 'ü', '\u{1f600}', '\uffee'];
const everything = 2 ** paths.length - 1;
const now = '2030-02-02T00:00:00.000Z';

/**
 * What is done to which of three batches; `mask` chooses among the paths. `compare`: like `repeat`,
 * as a group where the journal finds it to be one.
 */
type Step = {
  does: 'add' | 'repeat' | 'compare' | 'change';
  batch: number;
  mask: number;
  earlier: number;
};

const steps = fc.array(
  fc.record<Step>({
    does: fc.constantFrom('add', 'repeat', 'compare', 'change'),
    batch: fc.nat(2),
    // Long ranges come from passes over everything.
    mask: fc.oneof(fc.integer({ min: 1, max: everything }), fc.constant(everything)),
    earlier: fc.nat(1),
  }),
  { maxLength: 16 },
);

/** Of records that changed: some have arrived, and may be repeated in ranges. */
const statusOf = (serial: number) => (serial % 2 === 0 ? 'transferred' : 'rolled_back');

const all = async (batches: Batches, { batchId }: Batch): Promise<BatchRecord[]> => {
  const found: BatchRecord[] = [];
  for await (const record of batches.records(batchId)) found.push(record);
  return found.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
};

class Store {
  readonly batches: Batches;
  readonly all: readonly Batch[];
  /** Groups that the journal found unchanged. */
  groups = 0;

  constructor(batches: Batches, all: readonly Batch[]) {
    this.batches = batches;
    this.all = all;
  }

  async take({ does, batch, mask, earlier }: Step, serial: number): Promise<BatchRecord[]> {
    const [into, from] = [this.all[batch], this.all[earlier]] as [Batch, Batch];
    const { batchId } = into;
    const lease = await this.batches.lease(batchId, 'ada', 3_600);
    if (!lease) throw new Error('expected a lease');
    const isChosen = ({ path }: { path: string }): boolean =>
      (mask & (1 << paths.indexOf(path))) !== 0;
    if (does === 'add') {
      const records = paths
        .map((path) =>
          sampleRecord(into, path, {
            status: 'transferred',
            sha256: `${serial}`,
            storedEtag: `"${serial}"`,
          }),
        )
        .filter(isChosen);
      return this.batches.add(batchId, records, lease);
    }
    if (does !== 'change') {
      if (earlier >= batch) return [];
      const then = (await all(this.batches, from)).filter(isChosen);
      if (then.length === 0) return [];
      const earlierId = from.batchId;
      const records = then.map((one) => unchangedSince(one, { batchId, earlierId, now }));
      if (does === 'compare' && (await this.#addGroup(earlierId, records, lease))) return records;
      return this.batches.addUnchanged(batchId, { earlierId, records }, lease);
    }
    const changed = (await all(this.batches, into))
      .filter(isChosen)
      .map((one): BatchRecord => ({ ...one, status: statusOf(serial), reason: `${serial}` }));
    await this.batches.update(batchId, changed, lease);
    return changed;
  }

  async #addGroup(
    earlierId: string,
    records: readonly BatchRecord[],
    lease: Lease,
  ): Promise<boolean> {
    const { ranges } = this.batches;
    const files = records.map((one) => ({ ...one, sizeBytes: one.sizeBytes ?? 0 }));
    const etags = await ranges?.etagsOf(earlierId, files);
    if (!ranges || !etags) return false;
    expect(etags).toEqual(records.map(({ storedEtag }) => storedEtag));
    this.groups += 1;
    const [{ batchId }] = records as [BatchRecord];
    return ranges.add(batchId, { earlierId, files, now }, lease);
  }

  /** Everything that can be read of a batch, by each way of reading. */
  async seen(batch: Batch) {
    const records = await all(this.batches, batch);
    const { batchId } = batch;
    const wanted = paths.map((path) => sampleRecord(batch, path));
    const like = await this.batches.recordsLike(batchId, wanted);
    const byId = await this.batches.recordsOf(
      batchId,
      wanted.map(({ recordId }) => recordId),
    );
    return { records, like, byId, counts: await this.batches.counts(batchId) };
  }
}

const storesOf = async (): Promise<[Store, Store]> => {
  const clock = new FixedClock();
  const all = [0, 1, 2].map((second) =>
    sampleBatch({ createdAt: `2030-01-01T00:00:0${second}.000Z` }),
  );
  const stores = [
    new MemoryBatches(clock),
    new SqliteBatches(new SqliteJournal(':memory:'), clock),
  ].map((batches) => new Store(batches, all));
  for (const { batches } of stores) for (const batch of all) await batches.create(batch);
  return stores as [Store, Store];
};

describe('a journal with ranges of unchanged files', () => {
  it('reads as one that has a record of each, whatever was added and changed, and when', async () => {
    let groups = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const [plain, journal] = await storesOf();
        for (const [serial, step] of list.entries()) {
          const answers = [await plain.take(step, serial), await journal.take(step, serial)];
          const [wanted, given] = answers.map((records) => records.map(({ path }) => path).sort());
          expect(given).toEqual(wanted);
          for (const batch of plain.all)
            expect(await journal.seen(batch)).toEqual(await plain.seen(batch));
        }
        groups += journal.groups;
      }),
      { numRuns: 500 },
    );
    expect(groups).toBeGreaterThan(0);
  });
});
