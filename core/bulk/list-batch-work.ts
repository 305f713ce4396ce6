import { inGroups } from '../shared/in-groups.ts';
import type { Clock } from '../shared/ports.ts';
import { changeBatch } from './change-batch.ts';
import type { Batch, BatchRecord, Lease } from './model/batch.ts';
import { isRetryable, jobOf, planRecord } from './model/batch-record.ts';
import { assertHeld } from './model/batch-states.ts';
import type { SourceFile, TransferJob } from './model/transfer.ts';
import type { Batches, FileSource } from './ports.ts';

export type ListDeps = {
  batches: Batches;
  source: FileSource;
  clock: Clock;
  selects: (path: string) => boolean;
};

/** One record to work on: with a job, or with the reason there is none. */
export type Work =
  | { record: BatchRecord; job: TransferJob }
  | { record: BatchRecord; failure: NonNullable<BatchRecord['failure']> };

const gone = { code: 'SourceMissing', message: 'The file is gone from its source.' };

async function* listSelected(
  { source, selects }: ListDeps,
  after: string | undefined,
): AsyncGenerator<SourceFile> {
  for await (const file of source.list(after)) if (selects(file.path)) yield file;
}

/** Records how far the source was listed. The files before that point are in the journal. */
const noteListed = (
  deps: ListDeps,
  batchId: string,
  lease: Lease,
  change: Pick<Partial<Batch>, 'listed' | 'listedTo'>,
): Promise<Batch> =>
  changeBatch(deps, batchId, (batch) => {
    assertHeld(batch, lease);
    return { ...batch, ...change };
  });

const workOn = ({ plan }: Batch, record: BatchRecord, file: SourceFile | undefined): Work => {
  if (record.status === 'planned' && record.failure) return { record, failure: record.failure };
  if (!file || file.problem) return { record, failure: file?.problem ?? gone };
  return { record, job: jobOf(plan, record, file.location) };
};

async function* newWork(deps: ListDeps, batch: Batch, lease: Lease): AsyncGenerator<Work[]> {
  for await (const files of inGroups(listSelected(deps, batch.listedTo), batch.plan.batchSize)) {
    const now = deps.clock.now().toISOString();
    const byId = new Map(files.map((file) => [planRecord(batch, file, now), file] as const));
    // After a crash the last group may be here already, sent or not: only what is new is work.
    const added = new Set(
      (await deps.batches.add(batch.batchId, [...byId.keys()], lease)).map(
        ({ recordId }) => recordId,
      ),
    );
    const last = files.at(-1);
    if (last) await noteListed(deps, batch.batchId, lease, { listedTo: last.path });
    yield [...byId]
      .filter(([{ recordId }]) => added.has(recordId))
      .map(([record, file]) => workOn(batch, record, file));
  }
  await noteListed(deps, batch.batchId, lease, { listed: true });
}

// A file with a listing problem is not looked at again: its path may not be a valid path.
const found = async ({ source }: ListDeps, batch: Batch, record: BatchRecord): Promise<Work> =>
  workOn(
    batch,
    record,
    record.status === 'planned' && record.failure ? undefined : await source.stat(record.path),
  );

/** Sources that are far away answer each look by a request of its own. */
const looksAtOnce = 50;

async function* oldWork(
  deps: ListDeps,
  batch: Batch,
  status: 'planned' | 'failed' | 'changed' | 'rolled_back',
): AsyncGenerator<Work[]> {
  for await (const records of inGroups(
    deps.batches.records(batch.batchId, status),
    Math.min(batch.plan.batchSize, looksAtOnce),
  )) {
    const due = status === 'failed' ? records.filter(isRetryable) : records;
    yield await Promise.all(due.map((record) => found(deps, batch, record)));
  }
}

/** A file that changed before is expected to be anything, so that its present content is taken. */
const forgotten = (work: Work): Work =>
  'job' in work ? { ...work, job: { ...work.job, expected: {} } } : work;

async function* acceptedWork(deps: ListDeps, batch: Batch): AsyncGenerator<Work[]> {
  for await (const group of oldWork(deps, batch, 'changed')) yield group.map(forgotten);
}

/**
 * All remaining work, in groups, in flat memory: first failed files, then files that were rolled
 * back or interrupted, then the rest of the source. Each record comes once, because passes over the
 * journal only go forward and precede new records.
 */
export async function* listWork(
  deps: ListDeps,
  batch: Batch,
  options: { lease: Lease; takeChanged: boolean },
): AsyncGenerator<Work[]> {
  yield* oldWork(deps, batch, 'failed');
  if (options.takeChanged) yield* acceptedWork(deps, batch);
  // A batch that goes on after part of it was rolled back sends those files again.
  yield* oldWork(deps, batch, 'rolled_back');
  yield* oldWork(deps, batch, 'planned');
  if (!batch.listed) yield* newWork(deps, batch, options.lease);
}
