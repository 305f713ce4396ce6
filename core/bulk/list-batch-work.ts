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

/** One record to work on: with a job, or with the outcome that needs none. */
export type Work =
  | { record: BatchRecord; job: TransferJob }
  | { record: BatchRecord; outcome: TransferOutcome };

/**
 * Records to work on, and records that are on file already as they ended. `unchanged`: so many more
 * are on file, for files that are as an earlier batch left them.
 */
export type WorkGroup = {
  work: readonly Work[];
  filed?: readonly BatchRecord[];
  unchanged?: number;
};

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

/** Puts unchanged files on record, by the batch that they are unchanged since. */
const fileUnchanged = async (
  deps: ListDeps,
  { batchId }: Batch,
  { earlier, now, lease }: { earlier: readonly BatchRecord[]; now: string; lease: Lease },
): Promise<BatchRecord[]> => {
  const filed: BatchRecord[] = [];
  for (const [earlierId, records = []] of Object.entries(
    Object.groupBy(earlier, (record) => record.batchId),
  )) {
    const unchanged = records.map((one) => unchangedSince(one, { batchId, earlierId, now }));
    filed.push(
      ...(await deps.batches.addUnchanged(batchId, { earlierId, records: unchanged }, lease)),
    );
  }
  return filed;
};

/** Puts all other files on record: with `settle`, as they ended if their outcome is known. */
const fileOthers = async (
  { batches }: ListDeps,
  { batchId }: Batch,
  { work, lease, settle }: { work: readonly Work[] } & Pick<Listing, 'lease' | 'settle'>,
): Promise<WorkGroup> => {
  if (work.length === 0) return { work };
  const records = work.map((one) =>
    settle && 'outcome' in one ? settle(one.record, one.outcome) : one.record,
  );
  // After a crash the last groups may be here already, sent or not: only new entries are work.
  const added = new Map(
    (await batches.add(batchId, records, lease)).map((record) => [record.recordId, record]),
  );
  const isNew = (one: Work): boolean => added.has(one.record.recordId);
  const hasEnded = (one: Work): boolean => settle !== undefined && 'outcome' in one;
  return {
    work: work.filter((one) => isNew(one) && !hasEnded(one)),
    filed: work.filter(hasEnded).flatMap(({ record }) => added.get(record.recordId) ?? []),
  };
};

/** After a crash, the files of so many groups are looked for in the journal. */
const groupsPerNote = 10;

/** Puts a group on record if nothing of it is new. Answers how many files that is. */
const fileGroup = async (
  { batches, clock }: ListDeps,
  { batchId }: Batch,
  { files, lease, secondPass }: Listed,
): Promise<number> => {
  const group = await secondPass?.unchangedSince(files);
  if (!group) return 0;
  const unchanged = { ...group, now: clock.now().toISOString() };
  return (await batches.ranges?.add(batchId, unchanged, lease)) ? files.length : 0;
};

/** Puts files on record, and answers those that are new to the batch. */
const fileEach = async (
  deps: ListDeps,
  batch: Batch,
  { files, lease, secondPass, settle }: Listed,
): Promise<WorkGroup> => {
  const now = deps.clock.now().toISOString();
  const found = files.map((file) => ({ record: planRecord(batch, file, now), file }));
  const known = await judgeAll(found, secondPass);
  const earlier: BatchRecord[] = [];
  const others: Work[] = [];
  for (const [index, one] of found.entries()) {
    const verdict = known[index];
    if (settle && verdict && 'asThen' in verdict) earlier.push(verdict.asThen);
    else others.push(workOn(batch, one, verdict));
  }
  const unchanged = await fileUnchanged(deps, batch, { earlier, now, lease });
  const { work, filed = [] } = await fileOthers(deps, batch, { work: others, lease, settle });
  return { work, filed: [...unchanged, ...filed] };
};

async function* newWork(deps: ListDeps, batch: Batch, listing: Listing): AsyncGenerator<WorkGroup> {
  let groups = 0;
  for await (const files of listSelected(deps, batch)) {
    const listed = { ...listing, files };
    const unchanged = listing.countsGroups ? await fileGroup(deps, batch, listed) : 0;
    const group = unchanged > 0 ? { work: [], unchanged } : await fileEach(deps, batch, listed);
    groups += 1;
    const last = files.at(-1);
    if (last && groups % groupsPerNote === 0)
      await noteListed(deps, batch.batchId, listing.lease, { listedTo: last.path });
    yield group;
  }
  await noteListed(deps, batch.batchId, listing.lease, { listed: true });
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
): AsyncGenerator<WorkGroup> {
  for await (const records of inGroups(
    deps.batches.records(batch.batchId, status),
    Math.min(batch.plan.batchSize, looksAtOnce),
  )) {
    const due = status === 'failed' ? records.filter(isRetryable) : records;
    const found = await Promise.all(due.map((record) => lookAgain(deps, record)));
    const known = await judgeAll(found, secondPass);
    yield { work: found.map((one, index) => workOn(batch, one, known[index])) };
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

async function* acceptedWork(deps: ListDeps, batch: Batch): AsyncGenerator<WorkGroup> {
  for await (const { work } of oldWork(deps, batch, 'changed')) yield { work: work.map(forgotten) };
}

type Listing = {
  lease: Lease;
  secondPass: SecondPass | undefined;
  settle: Settle | undefined;
  countsGroups: boolean;
};

type Listed = Listing & { files: readonly SourceFile[] };

type ListOptions = {
  lease: Lease;
  takeChanged: boolean;
  settle?: Settle | undefined;
  /** The number of files in an unchanged group suffices; their records are not needed. */
  countsGroups?: boolean;
};

/**
 * All remaining work, in groups, in flat memory: first failed files, then files that were rolled
 * back or interrupted, then the rest of the source. Each record comes once, because passes over the
 * journal only go forward and precede new records.
 */
export async function* listWork(
  deps: ListDeps,
  batch: Batch,
  options: ListOptions,
): AsyncGenerator<WorkGroup> {
  const secondPass = await SecondPass.begin(deps, batch);
  try {
    yield* oldWork(deps, batch, 'failed', secondPass);
    if (options.takeChanged) yield* acceptedWork(deps, batch);
    // A batch that goes on after part of it was rolled back sends those files again.
    yield* oldWork(deps, batch, 'rolled_back', secondPass);
    yield* oldWork(deps, batch, 'planned', secondPass);
    const { lease, settle, countsGroups = false } = options;
    if (!batch.listed) yield* newWork(deps, batch, { lease, secondPass, settle, countsGroups });
  } finally {
    await secondPass?.close();
  }
}
