import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import type { LaneCredentials, Mode } from './lane.ts';
import type { LaneSettings } from './lane-settings.ts';

/** What a thread is started with. */
export type ThreadStart = {
  settings: LaneSettings;
  memory: SharedArrayBuffer;
  credentials: LaneCredentials;
};

/**
 * To a thread. Jobs go over in groups, as JSON: parsing it is cheaper than cloning many small
 * objects. `drop`: begin nothing more.
 */
export type ToThread =
  | { kind: 'jobs'; mode: Mode; jobs: string }
  | { kind: 'drop' }
  | { kind: 'credentials'; credentials: LaneCredentials }
  | { kind: 'stop' };

/** From a thread. `dropped`: jobs that were not begun. */
export type FromThread =
  | { kind: 'outcomes'; outcomes: string }
  | { kind: 'dropped'; recordIds: string[] }
  | { kind: 'renew' };

/** Both ways of the same list. */
export const packJobs = (jobs: readonly TransferJob[]): string => JSON.stringify(jobs);
export const unpackJobs = (text: string): TransferJob[] => JSON.parse(text);
export const packOutcomes = (outcomes: readonly TransferOutcome[]): string =>
  JSON.stringify(outcomes);
export const unpackOutcomes = (text: string): TransferOutcome[] => JSON.parse(text);
