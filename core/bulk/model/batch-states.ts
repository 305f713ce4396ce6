import { AttemptSuperseded, BatchRefused } from '../../errors.ts';
import type { Batch, BatchCounts, BatchStatus, Lease } from './batch.ts';
import { errorsOf } from './batch-counts.ts';

/** Refuses what a run does to a batch that is not, or no longer, in its hands. */
export const assertLeased = (batch: Batch, { fence }: Lease): void => {
  if (batch.lease?.fence === fence) return;
  const holder = batch.lease ? ` Now ${batch.lease.holder} works on it.` : '';
  throw new AttemptSuperseded(
    `This run lost batch ${batch.batchId}.${holder} What was finished is on record.`,
    {
      context: { batchId: batch.batchId },
    },
  );
};

const runnable: readonly BatchStatus[] = [
  'pending',
  'running',
  'paused',
  'failed',
  'completed_with_errors',
  'partly_rolled_back',
];

/** A run begins, or continues; `running` here was asked for, or is a run that died. */
export const begin = (batch: Batch, now: string): Batch => {
  if (!runnable.includes(batch.status)) throw refused(batch, 'run');
  if (batch.status === 'running' && !batch.dryRun && batch.startedAt !== undefined) return batch;
  return {
    ...withoutEnd(batch),
    status: 'running',
    dryRun: false,
    startedAt: batch.startedAt ?? now,
  };
};

const refused = ({ batchId, status }: Batch, what: string): BatchRefused =>
  new BatchRefused(`Batch ${batchId} is ${status.replaceAll('_', ' ')}; it cannot be ${what}.`, {
    context: { batchId, status },
  });

const withoutEnd = ({ reason: _why, finishedAt: _when, ...batch }: Batch): Batch => batch;

/** An execution begins that may have waited long: whoever stopped the batch meanwhile decides. */
export const beginAsked = (batch: Batch, now: string): Batch => {
  const { batchId, status, reason } = batch;
  if (status === 'paused' || isCancelled(batch))
    throw new BatchRefused(
      `Batch ${batchId} was ${reason ?? status} since this run was asked for.`,
      {
        context: { batchId, status },
      },
    );
  return begin(batch, now);
};

const isCancelled = ({ status, reason }: Batch): boolean =>
  status === 'failed' && reason?.startsWith('cancelled') === true;

/** A dry run begins, or continues; once a batch has run for real there is nothing left to try. */
export const beginDryRun = (batch: Batch): Batch => {
  if (!batch.dryRun || !['pending', 'paused'].includes(batch.status))
    throw refused(batch, 'tried dry');
  return batch.status === 'pending' ? batch : { ...withoutEnd(batch), status: 'pending' };
};

/** Asks the batch's runner to stop after the transfers in flight. */
export const pause = (batch: Batch, by: string): Batch => {
  if (batch.status === 'paused') return batch;
  if (batch.status !== 'running' && batch.status !== 'pending') throw refused(batch, 'paused');
  return { ...batch, status: 'paused', reason: `paused by ${by}` };
};

const cancellable: readonly BatchStatus[] = [
  'pending',
  'running',
  'paused',
  'failed',
  'rolling_back',
  'partly_rolled_back',
];

/** Stops the batch until an explicit resume. Stored objects stay until a rollback. */
export const cancel = (batch: Batch, by: string, now: string): Batch => {
  if (isCancelled(batch)) return batch;
  if (!cancellable.includes(batch.status)) throw refused(batch, 'cancelled');
  return { ...batch, status: 'failed', reason: `cancelled by ${by}`, finishedAt: now };
};

/** Why a run ended before its work did. */
export type Stop = { status: 'paused' | 'failed'; reason: string };

/** Ends a run with more failed files than its plan allows. */
export const tooManyErrors = ({ maxErrors }: Batch['plan'], failures: number): Stop | undefined =>
  maxErrors !== undefined && failures > maxErrors
    ? { status: 'failed', reason: `more than ${maxErrors} errors` }
    : undefined;

/** Ends a run. A state that another process set meanwhile stays. */
export const finish = (
  batch: Batch,
  { counts, stop, now }: { counts: BatchCounts; stop: Stop | undefined; now: string },
): Batch => {
  if (batch.status !== 'running') return batch;
  if (stop?.status === 'paused') return { ...batch, ...stop };
  if (stop) return { ...batch, ...stop, finishedAt: now };
  const left = counts.planned.files + counts.rolled_back.files;
  if (!batch.listed || left > 0)
    return {
      ...batch,
      status: 'failed',
      reason: `${left} files were not sent; resume it`,
      finishedAt: now,
    };
  return {
    ...batch,
    status: errorsOf(counts) > 0 ? 'completed_with_errors' : 'completed',
    finishedAt: now,
  };
};

const reversible: readonly BatchStatus[] = [
  'paused',
  'failed',
  'completed',
  'completed_with_errors',
  'running',
  'rolling_back',
  'partly_rolled_back',
];

/** A rollback begins, or continues. */
export const beginRollback = (batch: Batch): Batch => {
  if (!reversible.includes(batch.status)) throw refused(batch, 'rolled back');
  return { ...withoutEnd(batch), status: 'rolling_back' };
};

/**
 * The end of a rollback: `rolled_back` only when nothing this batch made is left. A decision made
 * meanwhile, such as a cancel, stands.
 */
export const endRollback = (batch: Batch, left: number, now: string): Batch => {
  if (batch.status !== 'rolling_back') return batch;
  if (left === 0) return { ...withoutEnd(batch), status: 'rolled_back', finishedAt: now };
  return {
    ...batch,
    status: 'partly_rolled_back',
    reason: `${left} ${left === 1 ? 'file was' : 'files were'} kept`,
    finishedAt: now,
  };
};

/** Ends a batch whose rollback kept files. The files and the rows that name them stay. */
export const acceptKept = (batch: Batch, by: string): Batch => {
  if (batch.status !== 'partly_rolled_back')
    throw refused(batch, 'accepted as it is: no rollback of it kept files');
  return {
    ...batch,
    status: 'rolled_back',
    reason: [batch.reason, `accepted by ${by}`].filter(Boolean).join('; '),
  };
};
