import * as z from 'zod';
import type { Caller } from '../sessions/model/session.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { wholeNumberSchema } from '../shared/model/whole-number.ts';
import {
  type OnFailure,
  type SweepReport,
  type SweepUploadsDeps,
  sweepUploads,
} from './sweep-uploads.ts';

/** Ten years. */
const mostHours = 87_600;

/** The age as older clients write it, behind the question mark. */
export const hoursSchema = wholeNumberSchema(mostHours);

export const cleanUpSchema = z.strictObject(
  {
    olderThanHours: z
      .int('must be a whole number of hours')
      .min(1, 'must be at least 1')
      .max(mostHours, `must be at most ${mostHours}`),
    dryRun: z.boolean('must be true or false'),
  },
  'must be a JSON object',
);

/** How far one call goes: a client is waiting, and API Gateway gives up at 30 seconds. */
const limit = 1_000;
const seconds = 20;

type Deps = SweepUploadsDeps & { temporaryDays: number; sweepHours?: number | undefined };

export type CleanUpReport = z.infer<typeof cleanUpSchema> & SweepReport;

const hourMs = 3_600_000;

/**
 * The operator's sweep: removes uploads announced longer ago than the given age that no order or
 * job needs, even if they have not expired. `dryRun` changes nothing. Call again while the report
 * says `more`. Throws `InvalidInput`.
 */
export const cleanUp = async (
  deps: Deps,
  caller: Caller,
  input: unknown,
  onFailure: OnFailure,
): Promise<CleanUpReport> => {
  const wanted = parseInput(cleanUpSchema, input);
  const now = deps.clock.now().getTime();
  const createdBefore = new Date(now - wanted.olderThanHours * hourMs);
  // The list is ordered by expiry. No upload created before then expires later than this.
  const before = new Date(
    createdBefore.getTime() + Math.max(deps.temporaryDays * 24, deps.sweepHours ?? 0) * hourMs,
  );
  const isDue = ({ createdAt }: { createdAt: string }): boolean =>
    createdAt < createdBefore.toISOString();
  const until = new Date(now + seconds * 1000);
  const sweep = { before, isDue, by: caller.ownerId, limit, until, dryRun: wanted.dryRun };
  return { ...wanted, ...(await sweepUploads(deps, sweep, onFailure)) };
};
