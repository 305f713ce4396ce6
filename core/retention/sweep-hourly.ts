import {
  dropAbandoned,
  type OnFailure,
  type SweepReport,
  type SweepUploadsDeps,
  sweepUploads,
} from './sweep-uploads.ts';

type Deps = SweepUploadsDeps & { sweepHours?: number | undefined; abortMultipartDays: number };

/**
 * `dropped`: uploads in parts that nobody finished. Which uploads were swept is theirs to say, not
 * the report's.
 */
export type SweptReport = Omit<SweepReport, 'uploadIds'> & { dropped: number };

/**
 * What the next hour cannot do is left for it; the function itself would be cut off at 15 minutes.
 */
const limit = 20_000;
const minutes = 10;

/**
 * The scheduled sweep: by policy what has expired, or, where only operators sweep, no more than
 * finishing what was begun.
 */
export const sweepHourly = async (deps: Deps, onFailure: OnFailure): Promise<SweptReport> => {
  const now = deps.clock.now();
  const until = new Date(now.getTime() + minutes * 60_000);
  const isDue = (): boolean => deps.sweepHours !== undefined;
  const { uploadIds: _theirs, ...report } = await sweepUploads(
    deps,
    { before: now, isDue, by: 'sweeper', limit, until },
    onFailure,
  );
  const dropped = await dropAbandoned(
    deps,
    new Date(now.getTime() - deps.abortMultipartDays * 86_400_000),
    onFailure,
  );
  return { ...report, dropped };
};
