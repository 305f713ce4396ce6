import { NotFound } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import { unlessStale } from '../shared/unless-stale.ts';
import { untilWritten } from '../shared/until-written.ts';
import type { Job } from './model/job.ts';
import type { Jobs } from './ports.ts';

type Deps = { jobs: Pick<Jobs, 'find' | 'save'>; clock: Clock };

/**
 * Reads a job, decides, and writes with a condition on the revision that was read. A lost race
 * reads and decides again. A decision that returns the same job writes nothing. Throws `NotFound`.
 */
export const changeJob = (
  { jobs, clock }: Deps,
  jobId: string,
  decide: (current: Job) => Job | Promise<Job>,
): Promise<Job> =>
  untilWritten(`Job ${jobId}`, { jobId }, async () => {
    const current = await jobs.find(jobId);
    if (!current) throw new NotFound('job', jobId);
    const decided = await decide(current);
    return decided === current
      ? current
      : unlessStale(jobs.save({ ...decided, updatedAt: clock.now().toISOString() }));
  });
