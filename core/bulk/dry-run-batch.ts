import { inGroups } from '../shared/in-groups.ts';
import { changeBatch, readBatch } from './change-batch.ts';
import { type LeasedBatch, leaseBatch } from './lease-batch.ts';
import { listWork } from './list-batch-work.ts';
import type { Batch, BatchPlan, BatchRecord } from './model/batch.ts';
import { isRetryable, remembered } from './model/batch-record.ts';
import { assertLeased, beginDryRun, type Stop } from './model/batch-states.ts';
import type { WorkGroup } from './plan-work.ts';
import type { StoredObject } from './ports.ts';
import type { RunDeps } from './run-batch.ts';
import { sendAndRecord } from './send-and-record.ts';

/** A run's decision about a file, as of now. */
export type Fate =
  | 'transfer'
  | 'same bytes there'
  | 'other bytes there'
  | 'same size there, not compared'
  | 'overwrite'
  | 'overwrite if bytes differ'
  | 'cannot be read';

export type DryRunOptions = {
  signal: AbortSignal;
  /** Each file once its size and hash are known. */
  onFate: (record: BatchRecord, fate: Fate) => unknown;
};

/** True for a file that a run would send, or may have to send. */
export const isSent = (fate: Fate): boolean => fate === 'transfer' || fate.startsWith('overwrite');

/** More at once would wait for each other's connections. */
const looksAtOnce = 50;

/**
 * Lists and reads every file and sends none. A later run must find the same files. Returns the
 * reason if it ended early.
 */
export const dryRunBatch = (
  deps: RunDeps,
  batchId: string,
  options: DryRunOptions,
): Promise<Stop | undefined> =>
  leaseBatch(deps, batchId, async (leased) => {
    const batch = await changeBatch(deps, batchId, (current) => {
      assertLeased(current, leased.lease);
      return beginDryRun(current);
    });
    await lookAgain(deps, batch, options);
    const stop = await readAll(deps, batch, leased, options);
    assertLeased(await readBatch(deps, batchId), leased.lease);
    return stop;
  });

/** Files of an interrupted dry run, listed and priced like the files of this run. */
const lookAgain = async (
  deps: RunDeps,
  { batchId, plan }: Batch,
  options: DryRunOptions,
): Promise<void> => {
  for await (const records of inGroups(deps.batches.records(batchId), looksAtOnce)) {
    if (options.signal.aborted) return;
    await lookAtAll(deps, plan, records.filter(isJudged), options);
  }
};

const lookAtAll = async (
  { destination }: RunDeps,
  plan: BatchPlan,
  records: readonly BatchRecord[],
  { onFate }: DryRunOptions,
): Promise<void> => {
  for (let start = 0; start < records.length; start += looksAtOnce) {
    const group = records.slice(start, start + looksAtOnce);
    const stored = await Promise.all(group.map(({ key }) => destination.head(key)));
    for (const [index, record] of group.entries())
      await onFate(record, fateOf(plan, record, stored[index]));
  }
};

const fateOf = (
  { onConflict }: BatchPlan,
  record: BatchRecord,
  stored: StoredObject | undefined,
): Fate => {
  if (record.status !== 'planned') return 'cannot be read';
  if (!stored) return 'transfer';
  const overwrites = onConflict === 'overwrite';
  if (stored.sizeBytes === record.sizeBytes) {
    // An object sent in parts has no checksum of the whole. The run will read the object; a dry run
    // does not.
    if (stored.sha256 === undefined)
      return overwrites ? 'overwrite if bytes differ' : 'same size there, not compared';
    if (stored.sha256 === record.sha256) return 'same bytes there';
  }
  return overwrites ? 'overwrite' : 'other bytes there';
};

/** True for what `unread` passes over, and for what no other try can change. */
const isJudged = (record: BatchRecord): boolean => {
  if (record.status === 'planned') return record.readAt !== undefined;
  return record.status !== 'failed' || !isRetryable(record);
};

const readAll = (
  deps: RunDeps,
  batch: Batch,
  { lease, lost }: LeasedBatch,
  options: DryRunOptions,
): Promise<Stop | undefined> =>
  sendAndRecord({
    work: unread(listWork(deps, batch, { lease, takeChanged: false })),
    send: (jobs, signal) => deps.transfers.hash(jobs, signal),
    settle: (record, outcome) =>
      remembered(record, outcome, { plan: batch.plan, now: deps.clock.now().toISOString() }),
    groupSize: batch.plan.batchSize,
    every: deps.every,
    signal: AbortSignal.any([options.signal, lost]),
    onGroup: async (records) => {
      await deps.batches.update(batch.batchId, records, lease);
      await lookAtAll(deps, batch.plan, records, options);
      const { status, reason } = await readBatch(deps, batch.batchId);
      return status === 'pending' ? undefined : { status: 'paused', reason: reason ?? 'paused' };
    },
  });

/** Files an interrupted dry run has read already are not read again. */
async function* unread(groups: AsyncIterable<WorkGroup>): AsyncGenerator<WorkGroup> {
  for await (const { work } of groups)
    yield { work: work.filter(({ record }) => record.readAt === undefined) };
}
