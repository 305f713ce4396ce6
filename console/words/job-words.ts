import type { Job } from '@keepsake/client/operator';
import type { StateWords } from './order-words.ts';

const states: Readonly<Record<Job['status'], StateWords>> = {
  running: { text: 'running', type: 'in-progress' },
  finishing: { text: 'finishing', type: 'in-progress' },
  failing: { text: 'failing', type: 'warning' },
  finished: { text: 'finished', type: 'success' },
  failed: { text: 'failed', type: 'error' },
};

/** The state of a job in words, and how it is marked. */
export const jobState = (status: Job['status']): StateWords => states[status];

/** States of jobs, in the order in which a job passes them. */
export const jobStatuses = Object.keys(states) as readonly Job['status'][];

/** Whether a job changes by itself soon: its clean-up runs. */
export const isJobRunning = ({ status }: Pick<Job, 'status'>): boolean =>
  status === 'finishing' || status === 'failing';
