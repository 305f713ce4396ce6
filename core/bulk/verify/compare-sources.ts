import { inGroups, regroup } from '../../shared/in-groups.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Batch, BatchRecord } from '../model/batch.ts';
import { isArrived, planRecord } from '../model/batch-record.ts';
import { jobOf } from '../model/job-of-record.ts';
import type { Selects } from '../model/path-selection.ts';
import {
  isShutFolder,
  type SourceFile,
  type TransferJob,
  type TransferOutcome,
} from '../model/transfer.ts';
import type { Batches, FileSource, Transfers } from '../ports.ts';

export type CompareDeps = {
  batches: Batches;
  source: FileSource;
  transfers: Pick<Transfers, 'hash'>;
  selects: Selects;
  clock: Clock;
};

export type CompareOptions = {
  signal: AbortSignal;
  /** A file whose source says something else than the batch. */
  onStale: (file: Pick<BatchRecord, 'path' | 'key'>, detail: string) => unknown;
};

/** Sources that are far away answer each look by a request of its own. */
const looksAtOnce = 50;

const gone = 'The file is gone from its source.';

/**
 * Reads every file that arrived at its source again, and lists the source for files the batch does
 * not have. Changes nothing.
 */
export const compareSources = async (
  deps: CompareDeps,
  batch: Batch,
  options: CompareOptions,
): Promise<void> => {
  await compareFiles(deps, batch, options);
  await findUnsent(deps, batch, options);
};

const compareFiles = async (
  deps: CompareDeps,
  batch: Batch,
  options: CompareOptions,
): Promise<void> => {
  const reading = new Map<string, BatchRecord>();
  const jobs = jobsOf(deps, batch, { reading, options });
  for await (const outcome of deps.transfers.hash(jobs, options.signal)) {
    const record = reading.get(outcome.recordId);
    reading.delete(outcome.recordId);
    const detail = record && difference(record, outcome);
    if (record && detail) await options.onStale(record, detail);
  }
};

type Reading = { reading: Map<string, BatchRecord>; options: CompareOptions };

/** Files that must be read. A missing file or another size is reported without reading. */
async function* jobsOf(
  deps: CompareDeps,
  { batchId, plan }: Batch,
  { reading, options }: Reading,
): AsyncGenerator<TransferJob> {
  for await (const records of inGroups(listArrived(deps, batchId), looksAtOnce)) {
    const files = await Promise.all(records.map(({ path }) => deps.source.stat(path)));
    for (const [index, record] of records.entries()) {
      const file = files[index];
      const detail = differenceAtSight(record, file);
      if (detail) await options.onStale(record, detail);
      if (detail || !file) continue;
      reading.set(record.recordId, record);
      yield { ...jobOf(plan, record, file.location), expected: {} };
    }
  }
}

async function* listArrived(
  { batches }: CompareDeps,
  batchId: string,
): AsyncGenerator<BatchRecord> {
  for (const status of ['transferred', 'skipped'] as const) {
    for await (const record of batches.records(batchId, status))
      if (isArrived(record)) yield record;
  }
}

const differenceAtSight = (
  { sizeBytes }: BatchRecord,
  file: SourceFile | undefined,
): string | undefined => {
  if (!file) return gone;
  if (file.problem) return file.problem.message;
  return file.sizeBytes === undefined || file.sizeBytes === sizeBytes
    ? undefined
    : `The source has ${file.sizeBytes} bytes now; ${sizeBytes} were sent.`;
};

const difference = ({ sha256 }: BatchRecord, outcome: TransferOutcome): string | undefined => {
  if (outcome.outcome === 'failed')
    return outcome.code === 'SourceMissing'
      ? gone
      : `The source cannot be read (${outcome.code}): ${outcome.message}`;
  if (outcome.outcome === 'changed') return outcome.reason;
  return outcome.sha256 === sha256 ? undefined : 'The source has other bytes now.';
};

/** Files that came after the source was listed. */
const findUnsent = async (
  deps: CompareDeps,
  batch: Batch,
  { signal, onStale }: CompareOptions,
): Promise<void> => {
  const now = deps.clock.now().toISOString();
  const isSelected = (file: SourceFile): boolean => deps.selects(file.path, isShutFolder(file));
  for await (const files of regroup(deps.source.list(), looksAtOnce, isSelected)) {
    if (signal.aborted) return;
    const wanted = files.map((file) => planRecord(batch, file, now));
    const ids = wanted.map(({ recordId }) => recordId);
    const known = await deps.batches.recordsOf(batch.batchId, ids);
    const knownIds = new Set(known.map(({ recordId }) => recordId));
    for (const record of wanted)
      if (!knownIds.has(record.recordId))
        await onStale(record, 'The source has this file, and the batch does not.');
  }
};
