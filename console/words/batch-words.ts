import type { Batch, BatchFile } from '@keepsake/client/operator';
import { bytesText, countText } from './figure-text.ts';
import type { StateWords } from './order-words.ts';

type Words = StateWords | { text: string; type: 'stopped' };

const states: Readonly<Record<Batch['status'], Words>> = {
  pending: { text: 'not started', type: 'pending' },
  running: { text: 'running', type: 'in-progress' },
  paused: { text: 'paused', type: 'stopped' },
  completed: { text: 'completed', type: 'success' },
  completed_with_errors: { text: 'completed with errors', type: 'warning' },
  failed: { text: 'failed', type: 'error' },
  rolling_back: { text: 'rolling back', type: 'in-progress' },
  partly_rolled_back: { text: 'partly rolled back', type: 'warning' },
  rolled_back: { text: 'rolled back', type: 'stopped' },
};

const fileStates: Readonly<Record<BatchFile['status'], Words>> = {
  planned: { text: 'to do', type: 'pending' },
  transferred: { text: 'moved', type: 'success' },
  skipped: { text: 'skipped', type: 'stopped' },
  failed: { text: 'failed', type: 'error' },
  changed: { text: 'changed', type: 'warning' },
  rolled_back: { text: 'rolled back', type: 'stopped' },
};

/** The state of a batch in words, and how it is marked. */
export const batchState = (status: Batch['status']): Words => states[status];

/** States of a batch, in the order in which one passes them. */
export const batchStatuses = Object.keys(states) as readonly Batch['status'][];

/** The state of one file of a batch. */
export const batchFileState = (status: BatchFile['status']): Words => fileStates[status];

/** States of a batch's files, in the order in which a file passes them. */
export const batchFileStatuses = Object.keys(fileStates) as readonly BatchFile['status'][];

type Task = Pick<Batch, 'lastTask'>;

/** Whether a batch changes by itself soon. */
export const isBatchRunning = (batch: Pick<Batch, 'status'> & Task): boolean =>
  batch.status === 'running' || batch.status === 'rolling_back' || isTaskRunning(batch);

const isTaskRunning = ({ lastTask }: Task): boolean =>
  lastTask !== undefined && lastTask.finishedAt === undefined;

/** `12 files, 3.4 MB`. */
export const amountText = ({ files, bytes }: { files: number; bytes: number }): string =>
  `${countText(files)} ${files === 1 ? 'file' : 'files'}, ${bytesText(bytes)}`;

/** Actions on a batch, by the names of the routes. */
export type BatchVerb = 'start' | 'pause' | 'resume' | 'cancel' | 'verify' | 'rollback';

const possible: Readonly<Record<BatchVerb, readonly Batch['status'][]>> = {
  start: ['pending'],
  pause: ['pending', 'running'],
  resume: ['paused', 'failed', 'completed_with_errors', 'partly_rolled_back'],
  cancel: ['pending', 'running', 'paused', 'failed', 'rolling_back', 'partly_rolled_back'],
  verify: ['completed', 'completed_with_errors', 'failed', 'paused'],
  rollback: [
    'paused',
    'failed',
    'completed',
    'completed_with_errors',
    'rolling_back',
    'partly_rolled_back',
  ],
};

/** Why a batch cannot be steered so now; undefined if it can. */
export const whyNot = (verb: BatchVerb, { status }: Pick<Batch, 'status'>): string | undefined =>
  possible[verb].includes(status)
    ? undefined
    : `Not while the batch is ${batchState(status).text}.`;
