import { inGroups, regroup } from '../shared/in-groups.ts';
import { type BatchDeps, changeBatch } from './change-batch.ts';
import { fileListed, type Listed } from './listing/file-listed.ts';
import { isShut, reopenFolders } from './listing/reopen-folders.ts';
import type { Batch, BatchRecord, Lease } from './model/batch.ts';
import { isRetryable } from './model/batch-record.ts';
import { assertLeased } from './model/batch-states.ts';
import type { Selects } from './model/path-selection.ts';
import { isShutFolder, type SourceFile } from './model/transfer.ts';
import {
  type Found,
  judgeAll,
  planWork,
  type Settle,
  type Work,
  type WorkGroup,
} from './plan-work.ts';
import type { Destination, FileSource } from './ports.ts';
import { SecondPass } from './second-pass/second-pass.ts';

export type ListDeps = BatchDeps & {
  source: FileSource;
  destination: Pick<Destination, 'list'>;
  selects: Selects;
};

/**
 * After a crash, the files of so many groups are looked for in the journal. The first group is
 * noted: a source that lists on, and has nothing any more, has lost its files.
 */
const groupsPerNote = 10;

/** Sources that are far away answer each look by a request of its own. */
const looksAtOnce = 50;

type ListOptions = {
  lease: Lease;
  takeChanged: boolean;
  settle?: Settle | undefined;
  /** The number of files in an unchanged group suffices; their records are not needed. */
  countsGroups?: boolean;
};

/**
 * All remaining work, in groups: first failed files, then files that were rolled back or
 * interrupted, then folders that could not be read, then the rest of the source. Memory is flat but
 * for those folders. Each record comes once, because passes over the journal only go forward and
 * precede new records.
 */
export async function* listWork(
  deps: ListDeps,
  batch: Batch,
  options: ListOptions,
): AsyncGenerator<WorkGroup> {
  const secondPass = await SecondPass.begin(deps, batch);
  try {
    const shut: BatchRecord[] = [];
    yield* oldWork(deps, batch, 'failed', secondPass, (folder) => shut.push(folder));
    if (options.takeChanged) yield* acceptedWork(deps, batch);
    // A batch that continues after part of it was rolled back sends those files again.
    yield* oldWork(deps, batch, 'rolled_back', secondPass);
    yield* oldWork(deps, batch, 'planned', secondPass);
    const { lease, settle, countsGroups = false } = options;
    const listing = { lease, secondPass, settle, countsGroups };
    yield* reopenFolders(deps, batch, shut, { ...listing, countsGroups: false });
    if (!batch.listed) yield* newWork(deps, batch, listing);
  } finally {
    await secondPass?.close();
  }
}

async function* oldWork(
  deps: ListDeps,
  batch: Batch,
  status: 'planned' | 'failed' | 'changed' | 'rolled_back',
  secondPass?: SecondPass,
  onShut?: (folder: BatchRecord) => unknown,
): AsyncGenerator<WorkGroup> {
  for await (const records of inGroups(
    deps.batches.records(batch.batchId, status),
    Math.min(batch.plan.batchSize, looksAtOnce),
  )) {
    if (onShut) for (const folder of records.filter(isShut)) onShut(folder);
    const due = status === 'failed' ? records.filter(isDue) : records;
    const found = await Promise.all(due.map((record) => lookAgain(deps, record)));
    await assertNotLost(deps, found);
    const known = await judgeAll(found, secondPass);
    yield { work: found.map((one, index) => planWork(batch, one, known[index])) };
  }
}

const isDue = (record: BatchRecord): boolean => isRetryable(record) && !isShut(record);

// A file with a listing problem is not looked at again: its path may not be a valid path.
const lookAgain = async ({ source }: ListDeps, record: BatchRecord): Promise<Found> => ({
  record,
  file: record.status === 'planned' && record.failure ? undefined : await source.stat(record.path),
});

/**
 * Where every file of a group is gone, the disk may be: a folder that is listed on, and has nothing
 * any more, throws `TransientFault`.
 */
const assertNotLost = async ({ source }: ListDeps, found: readonly Found[]): Promise<void> => {
  const [first] = found;
  const isDisk = source.kind === 'directory' || source.kind === 'sftp';
  if (!first || !isDisk || found.some(({ file, record }) => file || record.failure)) return;
  for await (const _ of source.list(first.record.path)) return;
};

async function* acceptedWork(deps: ListDeps, batch: Batch): AsyncGenerator<WorkGroup> {
  for await (const { work } of oldWork(deps, batch, 'changed')) yield { work: work.map(forgotten) };
}

/**
 * A file that changed before may have any content now, and its present content is taken. The
 * earlier listing is not evidence for a later batch.
 */
const forgotten = (work: Work): Work => {
  if (!('job' in work)) return work;
  const { modifiedAt: _then, sourceEtag: _before, ...record } = work.record;
  return { record, job: { ...work.job, expected: {} } };
};

async function* newWork(
  deps: ListDeps,
  batch: Batch,
  listing: Omit<Listed, 'files'>,
): AsyncGenerator<WorkGroup> {
  let groups = 0;
  for await (const files of listSelected(deps, batch)) {
    const group = await fileListed(deps, batch, { ...listing, files });
    groups += 1;
    const last = files.at(-1);
    if (last && groups % groupsPerNote === 1)
      await noteListed(deps, batch.batchId, listing.lease, { listedTo: last.path });
    yield group;
  }
  await noteListed(deps, batch.batchId, listing.lease, { listed: true });
}

const listSelected = (
  { source, selects }: ListDeps,
  { listedTo, plan }: Batch,
): AsyncGenerator<SourceFile[]> =>
  regroup(source.list(listedTo), plan.batchSize, (file) => selects(file.path, isShutFolder(file)));

/** Records how far the source was listed. The files before that point are in the journal. */
const noteListed = (
  deps: ListDeps,
  batchId: string,
  lease: Lease,
  change: Pick<Partial<Batch>, 'listed' | 'listedTo'>,
): Promise<Batch> =>
  changeBatch(deps, batchId, (batch) => {
    assertLeased(batch, lease);
    return { ...batch, ...change };
  });
