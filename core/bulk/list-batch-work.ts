import { inGroups } from '../shared/in-groups.ts';
import type { Clock } from '../shared/ports.ts';
import { changeBatch } from './change-batch.ts';
import type { Batch, BatchRecord, Lease } from './model/batch.ts';
import { failedOutcome, isRetryable, planRecord } from './model/batch-record.ts';
import { assertHeld } from './model/batch-states.ts';
import { jobOf } from './model/job-of-record.ts';
import type { SourceFile, TransferJob, TransferOutcome } from './model/transfer.ts';
import type { Batches, Destination, FileSource } from './ports.ts';
import { type Known, SecondPass, skipped } from './second-pass/second-pass.ts';
import { unchangedSince } from './second-pass/unchanged-since.ts';

export type ListDeps = {
  batches: Batches;
  source: FileSource;
  clock: Clock;
  destination: Pick<Destination, 'list'>;
  selects: (path: string) => boolean;
};

/**
 * The record after an outcome. Where nothing but the journal hears of it, a file whose outcome is
 * known when it is listed goes on record once instead of twice.
 */
export type Settle = (record: BatchRecord, outcome: TransferOutcome) => BatchRecord;

/**
 * One record to work on: with a job, with the outcome that needs none, or on record already as it
 * ended.
 */
export type Work =
  | { record: BatchRecord; job: TransferJob }
  | { record: BatchRecord; outcome: TransferOutcome }
  | { filed: BatchRecord };

const gone = { code: 'SourceMissing', message: 'The file is gone from its source.' };

const listSelected = (
  { source, selects }: ListDeps,
  { listedTo, plan }: Batch,
): AsyncGenerator<SourceFile[]> =>
  inGroups(source.list(listedTo), plan.batchSize, ({ path }) => selects(path));

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

type Found = { record: BatchRecord; file: SourceFile | undefined };

const workOn = ({ plan }: Batch, { record, file }: Found, known: Known | undefined): Work => {
  const failure = record.status === 'planned' ? record.failure : undefined;
  if (failure || !file || file.problem)
    return { record, outcome: failedOutcome(record, failure ?? file?.problem ?? gone) };
  if (known && 'asThen' in known) return { record, outcome: skipped(record, known.asThen) };
  if (known && 'outcome' in known) return { record, ...known };
  return { record, job: jobOf(plan, record, file.location, known?.known) };
};

/** Verdicts on files that can be taken, in the order of what was found. */
const judgeAll = async (
  found: readonly Found[],
  secondPass: SecondPass | undefined,
): Promise<readonly (Known | undefined)[]> => {
  if (!secondPass) return [];
  const takable = found.filter(({ file }) => file && !file.problem);
  const known = await secondPass.judge(takable.map(({ record }) => record));
  if (takable.length === found.length) return known;
  const byRecord = new Map(takable.map(({ record }, index) => [record, known[index]]));
  return found.map(({ record }) => byRecord.get(record));
};

/** What is known when it is listed has ended. */
const settledAtOnce = (work: Work, settle: Settle | undefined): Work =>
  settle && 'outcome' in work ? { filed: settle(work.record, work.outcome) } : work;

/** The record that the work is on. */
export const recordOf = (work: Work): BatchRecord => ('filed' in work ? work.filed : work.record);

/** Puts unchanged files on record, by the batch that they are unchanged since. */
const fileUnchanged = async (
  deps: ListDeps,
  { batchId }: Batch,
  { earlier, now, lease }: { earlier: readonly BatchRecord[]; now: string; lease: Lease },
): Promise<Work[]> => {
  const filed: Work[] = [];
  for (const [earlierId, records = []] of Object.entries(
    Object.groupBy(earlier, (record) => record.batchId),
  )) {
    const unchanged = records.map((one) => unchangedSince(one, { batchId, earlierId, now }));
    const added = await deps.batches.addUnchanged(
      batchId,
      { earlierId, records: unchanged },
      lease,
    );
    for (const record of added) filed.push({ filed: record });
  }
  return filed;
};

/** Puts all other files on record. */
const fileOthers = async (
  { batches }: ListDeps,
  { batchId }: Batch,
  { work, lease }: { work: readonly Work[]; lease: Lease },
): Promise<Work[]> => {
  if (work.length === 0) return [];
  // After a crash the last group may be here already, sent or not: only new entries are work.
  const added = new Set(
    (await batches.add(batchId, work.map(recordOf), lease)).map(({ recordId }) => recordId),
  );
  return work.filter((one) => added.has(recordOf(one).recordId));
};

async function* newWork(
  deps: ListDeps,
  batch: Batch,
  { lease, secondPass, settle }: Listing,
): AsyncGenerator<Work[]> {
  for await (const files of listSelected(deps, batch)) {
    const now = deps.clock.now().toISOString();
    const found = files.map((file) => ({ record: planRecord(batch, file, now), file }));
    const known = await judgeAll(found, secondPass);
    const earlier: BatchRecord[] = [];
    const others: Work[] = [];
    for (const [index, one] of found.entries()) {
      const verdict = known[index];
      if (settle && verdict && 'asThen' in verdict) earlier.push(verdict.asThen);
      else others.push(settledAtOnce(workOn(batch, one, verdict), settle));
    }
    const unchanged = await fileUnchanged(deps, batch, { earlier, now, lease });
    const work = await fileOthers(deps, batch, { work: others, lease });
    const last = files.at(-1);
    if (last) await noteListed(deps, batch.batchId, lease, { listedTo: last.path });
    yield [...unchanged, ...work];
  }
  await noteListed(deps, batch.batchId, lease, { listed: true });
}

// A file with a listing problem is not looked at again: its path may not be a valid path.
const lookAgain = async ({ source }: ListDeps, record: BatchRecord): Promise<Found> => ({
  record,
  file: record.status === 'planned' && record.failure ? undefined : await source.stat(record.path),
});

/** Sources that are far away answer each look by a request of its own. */
const looksAtOnce = 50;

async function* oldWork(
  deps: ListDeps,
  batch: Batch,
  status: 'planned' | 'failed' | 'changed' | 'rolled_back',
  secondPass?: SecondPass,
): AsyncGenerator<Work[]> {
  for await (const records of inGroups(
    deps.batches.records(batch.batchId, status),
    Math.min(batch.plan.batchSize, looksAtOnce),
  )) {
    const due = status === 'failed' ? records.filter(isRetryable) : records;
    const found = await Promise.all(due.map((record) => lookAgain(deps, record)));
    const known = await judgeAll(found, secondPass);
    yield found.map((one, index) => workOn(batch, one, known[index]));
  }
}

/**
 * A file that changed before may have any content now, and its present content is taken. The
 * earlier listing is no evidence for a later batch.
 */
const forgotten = (work: Work): Work => {
  if (!('job' in work)) return work;
  const { modifiedAt: _then, sourceEtag: _before, ...record } = work.record;
  return { record, job: { ...work.job, expected: {} } };
};

async function* acceptedWork(deps: ListDeps, batch: Batch): AsyncGenerator<Work[]> {
  for await (const group of oldWork(deps, batch, 'changed')) yield group.map(forgotten);
}

type Listing = {
  lease: Lease;
  secondPass: SecondPass | undefined;
  settle: Settle | undefined;
};

/**
 * All remaining work, in groups, in flat memory: first failed files, then files that were rolled
 * back or interrupted, then the rest of the source. Each record comes once, because passes over the
 * journal only go forward and precede new records.
 */
export async function* listWork(
  deps: ListDeps,
  batch: Batch,
  options: { lease: Lease; takeChanged: boolean; settle?: Settle | undefined },
): AsyncGenerator<Work[]> {
  const secondPass = await SecondPass.begin(deps, batch);
  try {
    yield* oldWork(deps, batch, 'failed', secondPass);
    if (options.takeChanged) yield* acceptedWork(deps, batch);
    // A batch that goes on after part of it was rolled back sends those files again.
    yield* oldWork(deps, batch, 'rolled_back', secondPass);
    yield* oldWork(deps, batch, 'planned', secondPass);
    const { lease, settle } = options;
    if (!batch.listed) yield* newWork(deps, batch, { lease, secondPass, settle });
  } finally {
    await secondPass?.close();
  }
}
