import { createBatch } from '../../../core/bulk/create-batch.ts';
import type {
  Batch,
  BatchPlan,
  BatchRecord,
  RecordStatus,
} from '../../../core/bulk/model/batch.ts';
import { runBatch } from '../../../core/bulk/run-batch.ts';
import { samplePlan } from '../../contracts/bulk/batch-samples.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { MemoryDestination } from '../../fakes/bulk/memory-destination.ts';
import { MemorySource } from '../../fakes/bulk/memory-source.ts';
import { MemoryTransfers } from '../../fakes/bulk/memory-transfers.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';

/** A plan whose files are registered for Ada. */
export const registering = (changes: Partial<BatchPlan> = {}): BatchPlan =>
  samplePlan({
    target: { bucket: 'files', prefix: 'photos/legacy/' },
    register: {
      ownerId: 'ada',
      category: 'photo',
      contentTypes: ['image/jpeg'],
      maxSizeBytes: 1000,
    },
    ...changes,
  });

/** `0000.jpg`, `0001.jpg`, … each with bytes of its own. */
export const manyFiles = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `${String(index).padStart(5, '0')}.jpg`,
      `bytes ${index}`,
    ]),
  );

/** A source, a destination and what lies between, without any network. */
export const aMigration = (files: Readonly<Record<string, string>>) => {
  const clock = new FixedClock();
  const source = new MemorySource(files);
  const destination = new MemoryDestination();
  const beats: (() => Promise<void>)[] = [];
  return {
    clock,
    source,
    destination,
    transfers: new MemoryTransfers(source, destination),
    batches: new MemoryBatches(clock),
    uploads: new MemoryUploads(),
    selects: (_path: string): boolean => true,
    holder: 'cli ada',
    /** Renewals that are due whenever the test says so. */
    beats,
    every: (_seconds: number, task: () => Promise<void>) => {
      beats.push(task);
      return () => undefined;
    },
  };
};

export type Migration = ReturnType<typeof aMigration>;

export const batchId = 'bat_1';

/** Puts `bat_1` on record. */
export const planned = (
  world: Migration,
  plan: BatchPlan = samplePlan(),
  dryRun = false,
): Promise<Batch> => createBatch(world, { batchId, plan, dryRun, createdBy: 'ada' });

/** Runs `bat_1` without an interrupt. */
export const run = (
  world: Migration,
  changes: { signal?: AbortSignal; takeChanged?: boolean } = {},
): Promise<Batch> => runBatch(world, batchId, { signal: new AbortController().signal, ...changes });

/** Paths by state. */
export const pathsOf = async (world: Migration, status: RecordStatus): Promise<string[]> =>
  (await recordsOf(world, status)).map(({ path }) => path);

/** Records by state, by path. */
export const recordsOf = async (
  world: Migration,
  status?: RecordStatus,
): Promise<BatchRecord[]> => {
  const records: BatchRecord[] = [];
  for await (const record of world.batches.records(batchId, status)) records.push(record);
  return records.sort((a, b) => a.path.localeCompare(b.path));
};
