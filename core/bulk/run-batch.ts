import { changeBatch, readBatch } from './change-batch.ts';
import { type LeaseDeps, type LeasedBatch, leaseBatch } from './lease-batch.ts';
import { type ListDeps, listWork } from './list-batch-work.ts';
import type { Batch, BatchRecord } from './model/batch.ts';
import { settled } from './model/batch-record.ts';
import { assertLeased, begin, finish, type Stop, tooManyErrors } from './model/batch-states.ts';
import { noteRows } from './note-rows.ts';
import type { Settle } from './plan-work.ts';
import type { Batches, Destination, SourceRows, Transfers } from './ports.ts';
import { publishBatch } from './publish-batch.ts';
import { type Registry, registerFiles } from './register-files.ts';
import { sendAndRecord } from './send-and-record.ts';

export type RunDeps = LeaseDeps &
  ListDeps & {
    batches: Batches;
    transfers: Transfers;
    destination: Destination;
    /** Needed by batches that register. */
    uploads?: Registry;
    /** Each file as it ends; for progress. */
    onRecord?: (record: BatchRecord) => void;
    /**
     * The number of unchanged files of a group; these files are then not given to `onRecord`. For
     * who does not need each: it costs half as much.
     */
    onUnchanged?: (files: number) => void;
    /** SQL sources: where files are named. */
    rows?: SourceRows;
  };

export type RunOptions = { signal: AbortSignal; takeChanged?: boolean };

/**
 * Transfers all remaining files and returns the batch at its end. After an abort, transfers in
 * flight finish and the batch is paused. Throws `BatchBusy`, `BatchRefused`, `AttemptSuperseded`
 * (another process took the batch over), or the error of source or journal.
 */
export const runBatch = (deps: RunDeps, batchId: string, options: RunOptions): Promise<Batch> =>
  leaseBatch(deps, batchId, async (leased) => {
    const batch = await beginRun(deps, batchId, leased);
    try {
      await deps.rows?.prepare(batchId);
      const stop =
        (await transferAll(deps, batch, leased, options)) ??
        (await publishBatch(deps, batchId, leased));
      return await endRun(deps, batchId, leased, stop);
    } catch (error) {
      const ended = endRun(deps, batchId, leased, whyItBroke(error));
      if (isInterrupted(error)) return ended;
      await ended.catch(() => undefined);
      throw error;
    }
  });

const beginRun = (deps: RunDeps, batchId: string, { lease }: LeasedBatch): Promise<Batch> =>
  changeBatch(deps, batchId, (batch) => {
    assertLeased(batch, lease);
    return begin(batch, deps.clock.now().toISOString());
  });

const transferAll = async (
  deps: RunDeps,
  batch: Batch,
  leased: LeasedBatch,
  options: RunOptions,
): Promise<Stop | undefined> => {
  let failures = 0;
  const settle: Settle = (record, outcome) =>
    settled(record, outcome, { plan: batch.plan, now: deps.clock.now().toISOString() });
  const work = listWork(deps, batch, {
    lease: leased.lease,
    takeChanged: options.takeChanged ?? false,
    settle: isJournalAlone(deps, batch) ? settle : undefined,
    countsGroups: isJournalAlone(deps, batch) && deps.onUnchanged !== undefined,
  });
  const stopAfter = (records: readonly BatchRecord[]): Promise<Stop | undefined> => {
    failures += records.filter(({ status }) => status === 'failed').length;
    return stopOf(deps, batch, leased, failures);
  };
  return sendAndRecord({
    work,
    send: (jobs, signal, noteUpload) => deps.transfers.send(jobs, signal, noteUpload),
    onBegun: (record) => deps.batches.update(batch.batchId, [record], leased.lease),
    settle,
    groupSize: batch.plan.batchSize,
    every: deps.every,
    signal: AbortSignal.any([options.signal, leased.lost]),
    onGroup: async (records) => {
      const kept = await keep(deps, batch, leased, records);
      for (const record of kept) deps.onRecord?.(record);
      return stopAfter(kept);
    },
    onFiled: (records, unchanged) => {
      if (unchanged > 0) deps.onUnchanged?.(unchanged);
      for (const record of records) deps.onRecord?.(record);
      return stopAfter(records);
    },
  });
};

/** Neither a registry nor a row of the source hears of what becomes of a file. */
const isJournalAlone = ({ rows }: RunDeps, { plan }: Batch): boolean =>
  rows === undefined && plan.register === undefined;

/** Why to stop: paused, cancelled, or too many failures; `undefined` to continue. */
const stopOf = async (
  deps: RunDeps,
  { batchId, plan }: Batch,
  { lease }: LeasedBatch,
  failures: number,
): Promise<Stop | undefined> => {
  const now = await readBatch(deps, batchId);
  assertLeased(now, lease);
  if (now.status !== 'running') return { status: 'paused', reason: now.reason ?? 'paused' };
  return tooManyErrors(plan, failures);
};

/**
 * Writes the registry first, then the source, and the journal last. A resume repeats a write that a
 * crash left out. Returns the records as they are on file: one whose row refused it has failed.
 */
const keep = async (
  deps: RunDeps,
  batch: Batch,
  { lease }: LeasedBatch,
  records: readonly BatchRecord[],
): Promise<readonly BatchRecord[]> => {
  const registered = await register(deps, batch, records);
  const noted = batch.plan.atomic ? registered : await noteRows(deps.rows, registered);
  await deps.batches.update(batch.batchId, noted, lease);
  return noted;
};

const register = (
  deps: RunDeps,
  batch: Batch,
  records: readonly BatchRecord[],
): Promise<BatchRecord[]> | readonly BatchRecord[] =>
  deps.uploads && batch.plan.register && !batch.plan.atomic
    ? registerFiles(deps.uploads, batch, records)
    : records;

const endRun = async (
  deps: RunDeps,
  batchId: string,
  { lease }: LeasedBatch,
  stop: Stop | undefined,
): Promise<Batch> => {
  const counts = await deps.batches.counts(batchId);
  return changeBatch(deps, batchId, (batch) => {
    assertLeased(batch, lease);
    return finish(batch, { counts, stop, now: deps.clock.now().toISOString() });
  });
};

/** What waited for the source's rows was told to end: nothing failed. */
const isInterrupted = (error: unknown): boolean =>
  error instanceof Error && error.name === 'Interrupted';

const whyItBroke = (error: unknown): Stop =>
  isInterrupted(error)
    ? { status: 'paused', reason: 'interrupted' }
    : { status: 'failed', reason: error instanceof Error ? error.message : String(error) };
