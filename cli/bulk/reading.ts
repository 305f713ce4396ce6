import type { StoredFiles } from '../../adapters/bulk/stored-files.ts';
import { concurrencyWithin } from '../../adapters/bulk/transfer/engine/bandwidth.ts';
import { lookAtOpenFiles, socketsWithin } from '../../adapters/bulk/transfer/engine/open-files.ts';
import type { BatchPlan } from '../../core/bulk/model/batch.ts';
import { type Access, reachedPlace, targetAccess } from '../aws-access.ts';
import type { Context } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { numberOf, textOf } from '../option-values.ts';
import type { Options, Values } from '../options.ts';
import { bandwidthOf, engineOptions } from './engine-options.ts';
import { onInterrupt } from './run-migration.ts';
import { sayWaiting, type Waiter } from './waiting.ts';

const { concurrency, retries, patience, bwlimit } = engineOptions;

/** How hard to work, for verbs that read stored files. */
export const readingOptions = {
  concurrency,
  retries,
  patience,
  bwlimit: { ...bwlimit, help: bwlimit.help.replace('to send', 'to read from storage') },
} as const satisfies Options;

/** `waiters`: what else may wait for storage meanwhile. */
export type Reading = {
  stored: StoredFiles;
  access: Access;
  signal: AbortSignal;
  waiters: Waiter[];
};

/**
 * Works with the files stored below a target, and answers the exit code. Outages are waited for,
 * and said; an interrupt ends the waiting, and the work in good order.
 */
export const withStored = async (
  target: BatchPlan['target'],
  { settings, values, output }: Context,
  work: (reading: Reading) => Promise<number>,
): Promise<number> => {
  const options = readingOf(values);
  const access = await targetAccess(settings, target);
  const { StoredFiles } = await import('../../adapters/bulk/stored-files.ts');
  const { bucket, prefix } = target;
  const { credentials } = access;
  const from = { place: reachedPlace(access), bucket, prefix, credentials };
  const stored = new StoredFiles(from, options);
  const waiters: Waiter[] = [stored];
  const { signal, off } = onInterrupt(output);
  signal.addEventListener('abort', () => stored.interrupt());
  const stopSaying = sayWaiting(output, waiters);
  try {
    return await work({ stored, access, signal, waiters });
  } catch (error) {
    const isInterrupted = error instanceof Error && error.name === 'Interrupted';
    if (isInterrupted && signal.aborted) return exitCodes.interrupted;
    throw error;
  } finally {
    off();
    stopSaying();
    stored.close();
  }
};

const readingOf = (values: Values) => {
  const bandwidth = bandwidthOf(values);
  const patienceSeconds = numberOf(values, 'patience', 0);
  const isAuto = (textOf(values, 'concurrency') ?? 'auto') === 'auto';
  const wanted = isAuto ? undefined : numberOf(values, 'concurrency', 1);
  const most = socketsWithin(lookAtOpenFiles());
  return {
    concurrency: Math.min(most, wanted ?? (bandwidth ? concurrencyWithin(bandwidth) : most)),
    retries: numberOf(values, 'retries', 0),
    // Without any patience, the files would be blamed for the outage.
    patienceMs: patienceSeconds === undefined ? undefined : Math.max(1, patienceSeconds * 1_000),
    bandwidth,
  };
};
