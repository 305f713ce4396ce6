import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import type { ExecutorCredentials, Mode } from './executor.ts';
import type { ExecutorSettings } from './executor-settings.ts';

/** The start message of a thread. `own`: where its part of the shared limit is counted. */
export type ThreadStart = {
  settings: ExecutorSettings;
  memory: SharedArrayBuffer;
  own?: SharedArrayBuffer;
  credentials: ExecutorCredentials;
};

/**
 * To a thread. Jobs go over in groups, as JSON: parsing it is cheaper than cloning many small
 * objects. `drop`: begin nothing more.
 */
export type ToThread =
  | { kind: 'jobs'; mode: Mode; jobs: string }
  | { kind: 'drop' }
  | { kind: 'credentials'; credentials: ExecutorCredentials }
  | { kind: 'noted'; recordId: string; isOnRecord: boolean }
  | { kind: 'stop' };

/**
 * From a thread. `dropped`: jobs that were not begun, or that waited when they were dropped.
 * `begun`: an upload in parts, which waits to be `noted`.
 */
export type FromThread =
  | { kind: 'outcomes'; outcomes: string }
  | { kind: 'dropped'; recordIds: string[] }
  | { kind: 'begun'; recordId: string; multipartId: string }
  | { kind: 'renew' };

/** Both ways of the same list. */
export const packJobs = (jobs: readonly TransferJob[]): string => JSON.stringify(jobs);
export const unpackJobs = (text: string): TransferJob[] => JSON.parse(text);
export const packOutcomes = (outcomes: readonly TransferOutcome[]): string =>
  JSON.stringify(outcomes);
export const unpackOutcomes = (text: string): TransferOutcome[] => JSON.parse(text);
