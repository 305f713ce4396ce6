import type { ScanGate } from '../contract.ts';
import { giveUpScans } from '../scans/give-up-scans.ts';
import { daysAfter } from '../shared/model/later.ts';
import { type EraseOwnerDeps, goOnErasingOwners } from './erase-owner.ts';
import { endHolds } from './hold-upload.ts';
import {
  dropAbandoned,
  type OnFailure,
  type SweepReport,
  type SweepUploadsDeps,
  sweepUploads,
} from './sweep-uploads.ts';

type Deps = SweepUploadsDeps &
  EraseOwnerDeps & {
    sweepHours?: number | undefined;
    abortMultipartDays: number;
    scan?: ScanGate | undefined;
  };

/**
 * `dropped`: uploads in parts that were never finished. `unscanned`: files whose scan was given up.
 * The report leaves out the ids of swept
 * uploads, because each upload's record has them.
 */
export type SweptReport = Omit<SweepReport, 'uploadIds'> & { dropped: number; unscanned: number };

/** Files per run. The function ends after 15 minutes, and the next run continues. */
const limit = 20_000;
const minutes = 10;
const minutesForOwners = 3;

/**
 * The scheduled sweep. Removes expired uploads by policy; where only operators sweep, only finishes
 * removals that were begun. Also continues with every erasure of an owner.
 */
export const sweepHourly = async (deps: Deps, onFailure: OnFailure): Promise<SweptReport> => {
  const now = deps.clock.now();
  const until = new Date(now.getTime() + minutes * 60_000);
  await endHolds(deps, onFailure);
  const isDue = (): boolean => deps.sweepHours !== undefined;
  const { uploadIds: _theirs, ...report } = await sweepUploads(
    deps,
    { before: now, isDue, by: 'sweeper', limit, until },
    onFailure,
  );
  const dropped = await dropAbandoned(deps, daysAfter(now, -deps.abortMultipartDays), onFailure);
  const unscanned = await giveUpScans(deps, onFailure);
  const ownersUntil = new Date(deps.clock.now().getTime() + minutesForOwners * 60_000);
  await goOnErasingOwners(deps, ownersUntil, onFailure);
  return { ...report, dropped, unscanned };
};
